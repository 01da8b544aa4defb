import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';

/** My annotations, the newest first, page by page. */
export function fetchMyAnnotations(
  project: string,
  after: string | undefined,
  signal: AbortSignal,
) {
  return answer(
    client.GET('/api/v1/projects/{project}/annotations', {
      params: { path: { project }, query: { author: 'me', limit: 50, after } },
      signal,
    }),
  );
}

export function fetchAnnotation(annotation: string, signal?: AbortSignal) {
  return answer(
    client.GET('/api/v1/annotations/{annotation}', { params: { path: { annotation } }, signal }),
  );
}

/** My open batches and what I did today. */
export function myWorkQuery(project: string) {
  return queryOptions({
    queryKey: ['my-work', project],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/work', { params: { path: { project } }, signal }),
      ),
  });
}
