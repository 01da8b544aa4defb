import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, client } from './client';
import type { Project } from './project';
import type { components } from './schema';

export type DraftReview = components['schemas']['DraftReviewOut'];
export type Writer = DraftReview['reviewers'][number];

/** Whether somebody is asked to review the guideline draft. In `api/`: the side bar counts what waits for me. */
export function guidelineReviewQuery(project: string) {
  return queryOptions({
    queryKey: ['guideline-review', project],
    queryFn: ({ signal }) =>
      answer<DraftReview>(
        client.GET('/api/v1/projects/{project}/guideline-review', {
          params: { path: { project } },
          signal,
        }),
      ),
    staleTime: 5_000,
    refetchInterval: 30_000,
  });
}

/** 1 when I am asked to review the guideline draft, else 0. */
export function useGuidelineReviewCount(project: Project | undefined): number {
  const mayReview = project?.may.includes('edit_schema') === true && !project.archived_at;
  const { data } = useQuery({ ...guidelineReviewQuery(project?.id ?? ''), enabled: mayReview });
  return mayReview && data?.waits_for_me ? 1 : 0;
}
