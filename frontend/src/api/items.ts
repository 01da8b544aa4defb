import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client } from './client';
import { usePagedList } from './paged-list';
import type { components } from './schema';

export type ItemRow = components['schemas']['ListedItemOut'];
export type Item = components['schemas']['ItemOut'];
export type Annotation = components['schemas']['AnnotationOut'];

interface ItemFilter {
  /** How the external id or the text begins. */
  readonly q?: string;
  /** Only what this import added. */
  readonly import?: string;
  /** Only what was shown to be no good. */
  readonly problem?: 'only';
}

/** The project's items, newest first. In `api/`: check questions of a guideline are about items, too. */
export function useItems(project: string, { q, import: import_id, problem }: ItemFilter) {
  return usePagedList({
    queryKey: ['items', project, q ?? '', import_id ?? '', problem ?? ''],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/items', {
          params: {
            path: { project },
            query: { limit: 60, after, q, import_id, problem: problem === 'only' || undefined },
          },
          signal,
        }),
      ),
  });
}

export function itemQuery(item: string) {
  return queryOptions({
    queryKey: ['item', item],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/items/{item}', { params: { path: { item } }, signal })),
  });
}

/** All that was said about an item, with the values. */
export function annotationsOfItemQuery(project: string, item: string) {
  return queryOptions({
    queryKey: ['annotations-of-item', item],
    queryFn: async ({ signal }) => {
      const page = await answer(
        client.GET('/api/v1/projects/{project}/annotations', {
          params: { path: { project }, query: { item, limit: 20 } },
          signal,
        }),
      );
      return Promise.all(
        page.results.map((row) =>
          answer(
            client.GET('/api/v1/annotations/{annotation}', {
              params: { path: { annotation: row.id } },
              signal,
            }),
          ),
        ),
      );
    },
  });
}

/** The item that somebody skipped as no good is good after all. */
export function useClearProblem(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (item: string) =>
      answer(client.DELETE('/api/v1/items/{item}/problem', { params: { path: { item } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['items', project] }),
  });
}

export function useDeleteItem(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (item: string) =>
      answer(client.DELETE('/api/v1/items/{item}', { params: { path: { item } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['items', project] }),
  });
}
