import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';

/** People whom a message in the thread may mention, by some letters of them. */
export function mentionableQuery(thread: string, text: string) {
  return queryOptions({
    queryKey: ['mentionable', thread, text],
    queryFn: async ({ signal }) => {
      const { results } = await answer(
        client.GET('/api/v1/threads/{thread}/mentionable', {
          params: { path: { thread }, query: { text } },
          signal,
        }),
      );
      return results;
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
