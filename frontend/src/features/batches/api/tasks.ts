import { useQuery } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import type { Batch } from '@/api/batches';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';
import type { TaskState } from '@/lib/task-states';

export type Task = components['schemas']['TaskOut'];
export type Share = components['schemas']['BatchShareOut'];

export function useTasks(batch: string, state: TaskState | undefined) {
  return usePagedList<Task>({
    queryKey: ['batch-tasks', batch, { state }],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/batches/{batch}/tasks', {
          params: { path: { batch }, query: { after, state, limit: 50 } },
          signal,
        }),
      ),
  });
}

/** How everybody does in a training; asked again while they are at it. */
export function useTrainees(batch: Batch) {
  return useQuery({
    queryKey: ['trainees', batch.id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/trainings/{training}/people', {
          params: { path: { training: batch.id } },
          signal,
        }),
      ),
    refetchInterval: batch.state === 'open' ? 15_000 : false,
  });
}

/** Who does how much of a batch. */
export function useShares(batch: string) {
  return useQuery({
    queryKey: ['batch-shares', batch],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/batches/{batch}/shares', { params: { path: { batch } }, signal })),
    select: (found) => found.results,
  });
}
