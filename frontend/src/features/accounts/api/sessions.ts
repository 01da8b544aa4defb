import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';

export type SignIn = components['schemas']['SignInOut'];

/** The browsers in which I am logged in. */
export function useSessions() {
  return usePagedList<SignIn>({
    queryKey: ['sessions'],
    fetchPage: (after, signal) =>
      answer(client.GET('/api/v1/sessions', { params: { query: { after } }, signal })),
  });
}

export function useEndSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (session: string) =>
      answer(
        client.DELETE('/api/v1/sessions/{sign_in}', { params: { path: { sign_in: session } } }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

export function useEndOtherSessions() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => answer(client.DELETE('/api/v1/sessions')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });
}
