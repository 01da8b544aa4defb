import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';
import type { components } from './schema';

export type News = components['schemas']['NewsRowOut'];

/** What is new to me in the questions of all my projects. Under `threads`: whatever changes those changes this. */
export const newsQuery = queryOptions({
  queryKey: ['threads', 'news'],
  queryFn: async ({ signal }) => {
    const { results } = await answer(
      client.GET('/api/v1/news', { params: { query: { limit: 20 } }, signal }),
    );
    return results;
  },
  refetchInterval: 30_000,
});
