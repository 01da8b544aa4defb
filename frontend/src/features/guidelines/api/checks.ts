import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent, ifMatch } from '@/api/client';
import type { components } from '@/api/schema';

export type Check = components['schemas']['CheckOut'];
export type AnsweredCheck = components['schemas']['AnsweredCheckOut'];
export type CheckBody = components['schemas']['CheckInRequest'];

export const MOST_CHECKS = 3;

/** The check questions that are prepared with the draft. */
export function draftChecksQuery(project: string) {
  return queryOptions({
    queryKey: ['draft-checks', project],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/guideline-draft/checks', {
          params: { path: { project } },
          signal,
        }),
      ),
    select: ({ results }) => results,
  });
}

/** The check questions of a published version, with how people answered them. */
export function versionChecksQuery(version: string) {
  return queryOptions({
    queryKey: ['version-checks', version],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/guideline-versions/{guideline_version}/checks', {
          params: { path: { guideline_version: version } },
          signal,
        }),
      ),
    select: ({ results }) => results,
  });
}

/** A new question, or `check` as it is to be now. */
export function useSaveCheck(project: string, check: Check | null) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CheckBody) =>
      answer<Check>(
        check
          ? client.PUT('/api/v1/check-questions/{check_question}', {
              params: { path: { check_question: check.id }, header: ifMatch(check.version) },
              body,
            })
          : client.POST('/api/v1/projects/{project}/guideline-draft/checks', {
              params: { path: { project }, header: idempotent() },
              body,
            }),
      ),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: draftChecksQuery(project).queryKey }),
  });
}

export function useRemoveCheck(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: Check) =>
      answer(
        client.DELETE('/api/v1/check-questions/{check_question}', {
          params: { path: { check_question: id }, header: ifMatch(version) },
        }),
      ),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: draftChecksQuery(project).queryKey }),
  });
}
