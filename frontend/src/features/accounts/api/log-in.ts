import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { setSession, type Session } from '@/api/session';

export interface Credentials {
  email: string;
  password: string;
}

export function useLogIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Credentials) => answer<Session>(client.POST('/api/v1/session', { body })),
    onSuccess: (session) => setSession(queryClient, session),
  });
}
