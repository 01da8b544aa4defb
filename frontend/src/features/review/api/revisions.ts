import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';

/** How an annotation came about, the newest first. */
export function revisionsQuery(annotation: string) {
  return queryOptions({
    queryKey: ['revisions', annotation],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/annotations/{annotation}/revisions', {
          params: { path: { annotation } },
          signal,
        }),
      ),
  });
}
