import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';

export type Token = components['schemas']['TokenOut'];
type NewToken = components['schemas']['NewTokenOut'];
type Body = components['schemas']['TokenInRequest'];

/** One's own tokens; with an organisation, all of that, for who runs it. */
export function useTokens(organisation: string | null) {
  return usePagedList<Token>({
    queryKey: ['tokens', { organisation }],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/tokens', {
          params: { query: { after, ...(organisation ? { organisation } : {}) } },
          signal,
        }),
      ),
  });
}

/** The secret comes once, with the answer. */
export function useMakeToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => answer<NewToken>(client.POST('/api/v1/tokens', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  });
}

export function useRevokeToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (token: string) =>
      answer(client.DELETE('/api/v1/tokens/{token}', { params: { path: { token } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  });
}
