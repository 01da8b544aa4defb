import { queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { answer, client } from './client';
import { useCreate } from './create';
import type { components } from './schema';

export type GoldAnswer = components['schemas']['GoldAnswerOut'];

/** What is known of gold answers after one of them was made or retired. */
export function forgetGold(queryClient: QueryClient): void {
  for (const key of ['gold', 'gold-of-item', 'people-on-gold', 'items']) {
    void queryClient.invalidateQueries({ queryKey: [key] });
  }
}

/** The gold answer of an item, or null. In `api/`, because items and the gold page both ask. */
export function goldOfItemQuery(project: string, item: string) {
  return queryOptions({
    queryKey: ['gold-of-item', item],
    queryFn: async ({ signal }) => {
      const page = await answer(
        client.GET('/api/v1/projects/{project}/gold', {
          params: { path: { project }, query: { item, limit: 1 } },
          signal,
        }),
      );
      return page.results[0] ?? null;
    },
  });
}

/** An annotation becomes the gold answer of its item, in the place of the one before. */
export function useMakeGold(project: string, onMade?: (made: GoldAnswer) => void) {
  const queryClient = useQueryClient();
  return useCreate(
    (annotation: string, header) =>
      answer<GoldAnswer>(
        client.POST('/api/v1/projects/{project}/gold', {
          params: { path: { project }, header },
          body: { annotation },
        }),
      ),
    (made) => {
      forgetGold(queryClient);
      onMade?.(made);
    },
  );
}
