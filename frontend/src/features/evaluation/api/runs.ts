import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import { pollWhile } from '@/api/polling';
import type { components } from '@/api/schema';

export type ModelRun = components['schemas']['ModelRunOut'];
export type RunScore = components['schemas']['RunScoreOut'];

const COUNTING_MS = 1500;

function fetchRuns(project: string, after: string | undefined, signal: AbortSignal) {
  return answer(
    client.GET('/api/v1/projects/{project}/model-runs', {
      params: { path: { project }, query: { limit: 50, after } },
      signal,
    }),
  );
}

/** Newest first. While one of them is scored the list is asked for again. */
export function useRuns(project: string, isCounting: boolean) {
  return usePagedList({
    queryKey: ['model-runs', project],
    fetchPage: (after, signal) => fetchRuns(project, after, signal),
    refetchInterval: isCounting ? COUNTING_MS : false,
  });
}

export function runKey(id: string) {
  return ['model-run', id];
}

/** A run with its scores. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: runKey(id),
    queryFn: ({ signal }) =>
      answer<ModelRun>(
        client.GET('/api/v1/model-runs/{model_run}', {
          params: { path: { model_run: id } },
          signal,
        }),
      ),
    refetchInterval: pollWhile(isBeingScored),
  });
}

export function isBeingScored(run: ModelRun): boolean {
  return run.scores.some(({ state }) => state === 'counting');
}
