import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent, ifMatch } from '@/api/client';
import type { ChangeKind, GuidelineVersion } from '@/api/guideline-version';
import { guidelineReviewQuery } from '@/api/guideline-review';
import { projectQuery, type Project } from '@/api/project';
import type { components } from '@/api/schema';
import { isProblem } from '@/lib/problem';
import { guidelineVersionsKey } from './guideline-versions';

export type Touched = components['schemas']['TouchedOut'];
export type Pointer = components['schemas']['PointerOut'];
export type Move = components['schemas']['MoveInRequest'];
export type SectionChange = Touched['sections'][number]['change'];

/** The draft of the project, or null when there is none. */
export function guidelineDraftQuery(project: string) {
  return queryOptions({
    queryKey: ['guideline-draft', project],
    queryFn: ({ signal }) =>
      answer<GuidelineVersion>(
        client.GET('/api/v1/projects/{project}/guideline-draft', {
          params: { path: { project } },
          signal,
        }),
      ).catch((error: unknown) => {
        if (isProblem(error, 404)) return null;
        throw error;
      }),
  });
}

/** A draft from the current version; the one that is there, if somebody started it already. */
export function useStartGuidelineDraft(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      try {
        return await answer<GuidelineVersion>(
          client.POST('/api/v1/projects/{project}/guideline-draft', {
            params: { path: { project }, header: idempotent() },
          }),
        );
      } catch (error) {
        if (!isProblem(error, 409) || error.code !== 'draft-exists') throw error;
        const there = await queryClient.fetchQuery({
          ...guidelineDraftQuery(project),
          staleTime: 0,
        });
        if (!there) throw error;
        return there;
      }
    },
    onSuccess: (draft) => queryClient.setQueryData(guidelineDraftQuery(project).queryKey, draft),
  });
}

export function saveGuidelineDraft(
  project: string,
  draft: string,
  markdown: string,
  version: number,
): Promise<GuidelineVersion> {
  return answer(
    client.PUT('/api/v1/projects/{project}/guideline-draft', {
      params: { path: { project }, header: ifMatch(version) },
      body: { markdown, draft },
    }),
  );
}

export function useDiscardGuidelineDraft(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (version: number) =>
      answer(
        client.DELETE('/api/v1/projects/{project}/guideline-draft', {
          params: { path: { project }, header: ifMatch(version) },
        }),
      ),
    onSuccess: () => queryClient.setQueryData(guidelineDraftQuery(project).queryKey, null),
  });
}

/** What the draft on the server touches, going by its difference from the current version. */
export function fetchTouched(project: string): Promise<Touched> {
  return answer(
    client.GET('/api/v1/projects/{project}/guideline-draft/touched', {
      params: { path: { project } },
    }),
  );
}

/** What points to sections that the draft on the server leaves out. */
export async function fetchPointers(project: string): Promise<Pointer[]> {
  const { results } = await answer(
    client.GET('/api/v1/projects/{project}/guideline-draft/pointers', {
      params: { path: { project } },
    }),
  );
  return results;
}

interface Publication {
  change_kind: ChangeKind;
  summary: string;
  sections: string[] | null;
  labels: string[] | null;
  moves: Move[];
  anyway: boolean;
  version: number;
}

export function usePublishGuidelineDraft(project: Project) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: Publication) =>
      answer(
        client.POST('/api/v1/projects/{project}/guideline-draft/publish', {
          params: {
            path: { project: project.id },
            header: { ...ifMatch(version), ...idempotent() },
          },
          body,
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: guidelineVersionsKey(project.id) }),
        queryClient.invalidateQueries({ queryKey: projectQuery(project.slug).queryKey }),
        queryClient.invalidateQueries({ queryKey: guidelineReviewQuery(project.id).queryKey }),
      ]);
      queryClient.setQueryData(guidelineDraftQuery(project.id).queryKey, null);
    },
  });
}
