import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, ifMatch } from '@/api/client';
import { useCreate } from '@/api/create';
import { guidelineReviewQuery, type DraftReview } from '@/api/guideline-review';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Somebody is asked; who was asked before is not any more. */
export function useAskForReview(project: string, onAsked: () => void) {
  const queryClient = useQueryClient();
  return useCreate(
    (body: Schemas['AskReviewInRequest'], header) =>
      answer<DraftReview>(
        client.POST('/api/v1/projects/{project}/guideline-review', {
          params: { path: { project }, header },
          body,
        }),
      ),
    (state) => {
      queryClient.setQueryData(guidelineReviewQuery(project).queryKey, state);
      onAsked();
    },
  );
}

export function useWithdrawReview(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(
        client.DELETE('/api/v1/projects/{project}/guideline-review', {
          params: { path: { project } },
        }),
      ),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: guidelineReviewQuery(project).queryKey }),
  });
}

/** The draft, as of `version`, is approved, or changes are asked for. */
export function useDecideReview(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: Schemas['DecideReviewInRequest'] & { version: number }) =>
      answer<DraftReview>(
        client.PUT('/api/v1/projects/{project}/guideline-review', {
          params: { path: { project }, header: ifMatch(version) },
          body,
        }),
      ),
    onSuccess: (state) => queryClient.setQueryData(guidelineReviewQuery(project).queryKey, state),
  });
}
