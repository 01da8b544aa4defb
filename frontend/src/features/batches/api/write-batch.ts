import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { answer, client, idempotent, ifMatch } from '@/api/client';
import { batchQuery, type Batch } from '@/api/batches';
import { useCreate } from '@/api/create';
import type { components } from '@/api/schema';

export type NewBatch = components['schemas']['NewBatchInRequest'];
export type BatchChange = components['schemas']['PatchedBatchInRequest'];
export type Move = 'open' | 'pause' | 'close';

/** What is known of batches after one of them changed. */
function keep(queryClient: QueryClient, batch: Batch): void {
  queryClient.setQueryData(batchQuery(batch.id).queryKey, batch);
  for (const key of ['batches', 'progress', 'batch-tasks', 'batch-shares', 'trainees']) {
    void queryClient.invalidateQueries({ queryKey: [key] });
  }
}

export function useCreateBatch(project: string, onCreated: (batch: Batch) => void) {
  const queryClient = useQueryClient();
  return useCreate(
    (body: NewBatch, header) =>
      answer<Batch>(
        client.POST('/api/v1/projects/{project}/batches', {
          params: { path: { project }, header },
          body,
        }),
      ),
    (batch) => {
      keep(queryClient, batch);
      onCreated(batch);
    },
  );
}

export function useChangeBatch(batch: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ version, changes }: { version: number; changes: Partial<BatchChange> }) =>
      answer<Batch>(
        client.PATCH('/api/v1/batches/{batch}', {
          params: { path: { batch }, header: ifMatch(version) },
          // What is left out stays as it is; the generated type takes the defaults of new batches for required.
          body: changes as BatchChange,
        }),
      ),
    onSuccess: (changed) => keep(queryClient, changed),
  });
}

export function useMoveBatch(batch: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (move: Move) => {
      const params = { path: { batch }, header: idempotent() };
      const calls = {
        open: () => client.POST('/api/v1/batches/{batch}/open', { params }),
        pause: () => client.POST('/api/v1/batches/{batch}/pause', { params }),
        close: () => client.POST('/api/v1/batches/{batch}/close', { params }),
      };
      return answer<Batch>(calls[move]());
    },
    onSuccess: (changed) => keep(queryClient, changed),
  });
}
