import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import { answer, client, ifMatch, type idempotent } from '@/api/client';
import { useCreate } from '@/api/create';
import type { components } from '@/api/schema';

export type CannedAnswer = components['schemas']['CannedAnswerOut'];
export type NewCannedAnswer = components['schemas']['CannedAnswerInRequest'];

/** All of a project, in the curators' order: there are two hundred at most. */
export function cannedAnswersQuery(project: string) {
  return queryOptions({
    queryKey: ['canned-answers', project],
    queryFn: ({ signal }) =>
      allPages((after) =>
        answer(
          client.GET('/api/v1/projects/{project}/canned-answers', {
            params: { path: { project }, query: { after, limit: 200 } },
            signal,
          }),
        ),
      ),
    staleTime: 60_000,
  });
}

function useRefresh(project: string) {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ['canned-answers', project] });
}

export function useKeepCanned(project: string) {
  return useCreate(
    (body: NewCannedAnswer, headers: ReturnType<typeof idempotent>) =>
      answer(
        client.POST('/api/v1/projects/{project}/canned-answers', {
          params: { path: { project } },
          body,
          headers,
        }),
      ),
    useRefresh(project),
  );
}

export function useChangeCanned(project: string) {
  return useMutation({
    mutationFn: ({ id, version, ...body }: NewCannedAnswer & { id: string; version: number }) =>
      answer(
        client.PATCH('/api/v1/canned-answers/{canned_answer}', {
          params: { path: { canned_answer: id }, header: ifMatch(version) },
          body,
        }),
      ),
    onSettled: useRefresh(project),
  });
}

export function useDeleteCanned(project: string) {
  return useMutation({
    mutationFn: ({ id, version }: CannedAnswer) =>
      answer(
        client.DELETE('/api/v1/canned-answers/{canned_answer}', {
          params: { path: { canned_answer: id }, header: ifMatch(version) },
        }),
      ),
    onSettled: useRefresh(project),
  });
}

/** The new order shows at once; where the server refuses it, the old one comes back. */
export function useOrderCanned(project: string) {
  const queryClient = useQueryClient();
  const { queryKey } = cannedAnswersQuery(project);
  return useMutation({
    mutationFn: (rows: readonly CannedAnswer[]) =>
      answer(
        client.PUT('/api/v1/projects/{project}/canned-answers/order', {
          params: { path: { project } },
          body: { order: rows.map(({ id }) => id) },
        }),
      ),
    onMutate: async (rows) => {
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, [...rows]);
    },
    onSettled: useRefresh(project),
  });
}
