import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, client } from './client';
import type { Project } from './project';
import type { components } from './schema';

export type RelabelQuestion = components['schemas']['RelabelQuestionOut'];
export type RelabelOverview = components['schemas']['RelabelOut'];

const ANSWERERS = ['annotate', 'review', 'run_batches'] as const;

/** Questions that schema migrations left for the person. In `api/`: the side bar and several features count them. */
export function relabelQuery(project: string) {
  return queryOptions({
    queryKey: ['relabel', project],
    queryFn: ({ signal }) => fetchRelabel(project, signal),
    staleTime: 30_000,
    // They come whenever a curator changes the schema; a side bar that is a minute late is soon enough.
    refetchInterval: 60_000,
  });
}

export function fetchRelabel(project: string, signal?: AbortSignal): Promise<RelabelOverview> {
  return answer(
    client.GET('/api/v1/projects/{project}/relabel', { params: { path: { project } }, signal }),
  );
}

/** How many questions wait for me; 0 for who does not answer any, and until it is known. */
export function useOpenQuestions(project: Project | undefined): number {
  const mayAnswer = ANSWERERS.some((can) => project?.may.includes(can)) && !project?.archived_at;
  const { data } = useQuery({ ...relabelQuery(project?.id ?? ''), enabled: mayAnswer });
  return (mayAnswer && data?.open) || 0;
}
