import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import { answer, client } from '@/api/client';
import { useCreate } from '@/api/create';
import { guidelineReviewQuery } from '@/api/guideline-review';
import type { components } from '@/api/schema';

export type DraftComment = components['schemas']['CommentOut'];
type NewComment = components['schemas']['CommentInRequest'];

/** What people say about sections of the draft, oldest first; what others say arrives by itself. */
export function draftCommentsQuery(project: string) {
  return queryOptions({
    queryKey: ['guideline-comments', project],
    queryFn: ({ signal }) =>
      allPages<DraftComment>((after) =>
        answer(
          client.GET('/api/v1/projects/{project}/guideline-draft/comments', {
            params: { path: { project }, query: { after, limit: 200 } },
            signal,
          }),
        ),
      ),
    refetchInterval: 15_000,
  });
}

export function useCommentOnDraft(project: string, onMade: () => void) {
  const refresh = useRefresh(project);
  return useCreate(
    (body: NewComment, header) =>
      answer<DraftComment>(
        client.POST('/api/v1/projects/{project}/guideline-draft/comments', {
          params: { path: { project }, header },
          body,
        }),
      ),
    () => {
      refresh();
      onMade();
    },
  );
}

export function useResolveComment(project: string) {
  const refresh = useRefresh(project);
  return useMutation({
    mutationFn: ({ id, resolved }: { id: string; resolved: boolean }) =>
      answer(
        client.POST('/api/v1/guideline-comments/{guideline_comment}/resolve', {
          params: { path: { guideline_comment: id } },
          body: { resolved },
        }),
      ),
    onSettled: refresh,
  });
}

function useRefresh(project: string) {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: draftCommentsQuery(project).queryKey });
    void queryClient.invalidateQueries({ queryKey: guidelineReviewQuery(project).queryKey });
    // A heading that is spoken about gets its key: the text may be newer now.
    void queryClient.invalidateQueries({ queryKey: ['guideline-draft-visit', project] });
  };
}
