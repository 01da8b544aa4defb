import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';

/** What was made of the project's labels, and keeps its schema. */
export function downstreamQuery(project: string) {
  return queryOptions({
    queryKey: ['downstream', project],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/downstream', {
          params: { path: { project } },
          signal,
        }),
      ),
  });
}
