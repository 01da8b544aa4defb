import { useMutation } from '@tanstack/react-query';
import { answer, client } from '@/api/client';

/** Ends the digest of whoever the token in an e-mail belongs to. */
export function useUnsubscribe() {
  return useMutation({
    mutationFn: (token: string) => answer(client.POST('/api/v1/unsubscribe', { body: { token } })),
  });
}
