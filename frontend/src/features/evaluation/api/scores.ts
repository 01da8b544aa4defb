import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { useCreate } from '@/api/create';
import { usePagedList } from '@/api/paged-list';
import { pollWhile } from '@/api/polling';
import type { components } from '@/api/schema';
import { runKey } from './runs';

export type RunScoreDetail = components['schemas']['RunScoreDetailOut'];
export type ScoreReport = components['schemas']['ScoreReportOut'];
export type FieldFigures = components['schemas']['FieldFiguresOut'];
export type LabelFigures = components['schemas']['LabelFiguresOut'];
export type ScoredItem = components['schemas']['ScoredItemOut'];
export type ComparedItem = components['schemas']['ComparedItemOut'];

/** As sure as a model must be, unless somebody asks for another threshold over the API. */
const THRESHOLD = 0.5;

/** A score with its report, asked again until it is counted. */
export function scoreQuery(id: string) {
  return queryOptions({
    queryKey: ['run-score', id],
    queryFn: ({ signal }) =>
      answer<RunScoreDetail>(
        client.GET('/api/v1/run-scores/{run_score}', {
          params: { path: { run_score: id } },
          signal,
        }),
      ),
    refetchInterval: pollWhile((score: RunScoreDetail) => score.state === 'counting'),
  });
}

/** Items with errors, most first. */
export function useWorstItems(score: string) {
  return usePagedList<ScoredItem>({
    queryKey: ['run-score', score, 'items'],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/run-scores/{run_score}/items', {
          params: { path: { run_score: score }, query: { limit: 25, after } },
          signal,
        }),
      ),
  });
}

/** Both sides of an item. They never change. */
export function comparedItemQuery(score: string, item: string) {
  return queryOptions({
    queryKey: ['run-score', score, 'items', item],
    queryFn: ({ signal }) =>
      answer<ComparedItem>(
        client.GET('/api/v1/run-scores/{run_score}/items/{item}', {
          params: { path: { run_score: score, item } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}

/** Asks for a score under a schema version; null is the dataset version's own. */
export function useRequestScore(run: string, onAsked: (score: string) => void) {
  const cache = useQueryClient();
  return useCreate(
    (as_schema: number | null, headers) =>
      answer(
        client.POST('/api/v1/model-runs/{model_run}/scores', {
          params: { path: { model_run: run }, header: headers },
          body: { as_schema, threshold: THRESHOLD },
        }),
      ),
    (score) => {
      void cache.invalidateQueries({ queryKey: runKey(run) });
      onAsked(score.id);
    },
  );
}
