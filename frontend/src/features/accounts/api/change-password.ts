import { useMutation } from '@tanstack/react-query';
import { answer, client } from '@/api/client';

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current: string; new: string }) =>
      answer(client.POST('/api/v1/password', { body })),
  });
}
