import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';

export type PickableItem = components['schemas']['ListedItemOut'];
export type Item = components['schemas']['ItemOut'];
export type Annotation = components['schemas']['AnnotationOut'];

/** Items to choose an example from; those with a gold answer are none. */
export function usePickableItems(project: string, q: string) {
  return usePagedList<PickableItem>({
    queryKey: ['items', project, 'pickable', q],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/items', {
          params: { path: { project }, query: { limit: 24, after, q: q || undefined } },
          signal,
        }),
      ),
  });
}

/** An item, with the newest annotations of it. */
export function pickableItemQuery(project: string, item: string) {
  return queryOptions({
    queryKey: ['item', item, 'pickable'],
    queryFn: async ({ signal }) => {
      const [found, rows] = await Promise.all([
        answer(client.GET('/api/v1/items/{item}', { params: { path: { item } }, signal })),
        answer(
          client.GET('/api/v1/projects/{project}/annotations', {
            params: { path: { project }, query: { item, limit: 3 } },
            signal,
          }),
        ),
      ]);
      const annotations = await Promise.all(
        rows.results.map((row) =>
          answer<Annotation>(
            client.GET('/api/v1/annotations/{annotation}', {
              params: { path: { annotation: row.id } },
              signal,
            }),
          ),
        ),
      );
      return { item: found as Item, annotations };
    },
  });
}
