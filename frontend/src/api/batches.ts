import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';
import { usePagedList } from './paged-list';
import { pollWhile } from './polling';
import type { components } from './schema';

export type Batch = components['schemas']['BatchOut'];
export type BatchPerson = components['schemas']['AnnotatorOut'];

/** Newest first. In `api/`: the overview shows them, too. */
export function useBatches(project: string) {
  return usePagedList<Batch>({
    queryKey: ['batches', project],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/batches', {
          params: { path: { project }, query: { after, limit: 50 } },
          signal,
        }),
      ),
  });
}

export function batchQuery(batch: string) {
  return queryOptions({
    queryKey: ['batch', batch],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/batches/{batch}', { params: { path: { batch } }, signal })),
    refetchInterval: pollWhile((found: Batch) => found.filling !== null),
  });
}
