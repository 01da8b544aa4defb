import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { setSession, type Session } from '@/api/session';

/** What an invitation is for. The token travels in the body: addresses end up in logs. */
export function useInvitation(token: string) {
  return useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/invitations/look', { body: { token }, signal })),
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
  });
}

export function useAcceptInvitation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { token: string; name: string; password: string }) =>
      answer<Session>(client.POST('/api/v1/invitations/accept', { body })),
    onSuccess: (session) => setSession(queryClient, session),
  });
}
