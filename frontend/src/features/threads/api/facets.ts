import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';

/** By what the questions can be narrowed, and who can be asked to answer. Under `threads`: a new question changes it. */
export function facetsQuery(project: string) {
  return queryOptions({
    queryKey: ['threads', project, 'facets'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/threads/facets', {
          params: { path: { project } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });
}

/** The newest questions with these words, for choosing one. */
export function foundThreadsQuery(project: string, text: string) {
  return queryOptions({
    queryKey: ['threads', project, 'found', text],
    queryFn: async ({ signal }) => {
      const { results } = await answer(
        client.GET('/api/v1/projects/{project}/threads', {
          params: { path: { project }, query: { text, limit: 20 } },
          signal,
        }),
      );
      return results;
    },
    staleTime: 10_000,
  });
}
