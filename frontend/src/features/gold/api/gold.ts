import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent } from '@/api/client';
import { forgetGold, type GoldAnswer } from '@/api/gold';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';

export type PersonOnGold = components['schemas']['PersonOnGoldOut'];
export type LabelOnGold = PersonOnGold['by_label'][number];

export interface GoldSearch {
  state?: string;
  label?: string;
}

/** The gold answers of a project, newest first. */
export function useGold(project: string, { state, label }: GoldSearch) {
  return usePagedList<GoldAnswer>({
    queryKey: ['gold', project, { state, label }],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/gold', {
          params: {
            path: { project },
            query: { after, limit: 50, state: stateOf(state), uses: label },
          },
          signal,
        }),
      ),
  });
}

function stateOf(state: string | undefined): GoldAnswer['state'] | undefined {
  return state === 'current' || state === 'stale' ? state : undefined;
}

/** How people do on gold answers. */
export function usePeopleOnGold(project: string) {
  return useQuery({
    queryKey: ['people-on-gold', project],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/gold/people', {
          params: { path: { project } },
          signal,
        }),
      ),
  });
}

export function useRetireGold() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (gold: string) =>
      answer(
        client.POST('/api/v1/gold/{gold}/retire', {
          params: { path: { gold }, header: idempotent() },
        }),
      ),
    onSuccess: () => forgetGold(queryClient),
  });
}
