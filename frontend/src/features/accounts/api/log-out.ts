import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { setSession } from '@/api/session';

/** Ends the session; nothing of this person stays in the cache. */
export function useLogOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => answer(client.DELETE('/api/v1/session')),
    onSuccess: () => {
      queryClient.clear();
      setSession(queryClient, { user: null, organisations: [] });
    },
  });
}
