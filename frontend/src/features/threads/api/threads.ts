import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, ifMatch, type idempotent } from '@/api/client';
import { useCreate } from '@/api/create';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';
import type { Thread, ThreadRow, ThreadState } from '@/api/threads';
import type { ThreadsSearch } from '../search';

export type NewMessage = components['schemas']['MessageInRequest'];
export type Decision = components['schemas']['ResolveInRequest'];
export type Published = components['schemas']['PublishAnswerInRequest'];

const STATES: readonly ThreadState[] = ['open', 'waiting', 'answered', 'resolved'];

/** Newest first. */
export function useThreads(project: string, search: ThreadsSearch) {
  const { text, field, label, section, batch, vendor, only } = search;
  const state = STATES.find((each) => each === search.state);
  return usePagedList<ThreadRow>({
    queryKey: [
      'threads',
      project,
      'list',
      { text, state, field, label, section, batch, vendor, only },
    ],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/threads', {
          params: {
            path: { project },
            query: {
              after,
              limit: 50,
              text,
              state,
              field,
              label,
              section,
              batch,
              vendor,
              mine: only === 'mine' || undefined,
              mentioned: only === 'mentioned' || undefined,
              unread: only === 'unread' || undefined,
              overdue: only === 'overdue' || undefined,
            },
          },
          signal,
        }),
      ),
    refetchInterval: 30_000,
  });
}

function useRefresh(thread: string) {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: ['thread', thread] });
    void queryClient.invalidateQueries({ queryKey: ['threads'] });
    void queryClient.invalidateQueries({ queryKey: ['guideline-draft'] });
  };
}

export function useSay(thread: string) {
  return useCreate(
    (body: NewMessage, headers: ReturnType<typeof idempotent>) =>
      answer(
        client.POST('/api/v1/threads/{thread}/messages', {
          params: { path: { thread } },
          body,
          headers,
        }),
      ),
    useRefresh(thread),
  );
}

export function useResolve(thread: string) {
  return useMutation({
    mutationFn: (body: Decision) =>
      answer(
        client.POST('/api/v1/threads/{thread}/resolve', { params: { path: { thread } }, body }),
      ),
    onSuccess: useRefresh(thread),
  });
}

export function useReopen(thread: string) {
  return useMutation({
    mutationFn: () =>
      answer(client.POST('/api/v1/threads/{thread}/reopen', { params: { path: { thread } } })),
    onSuccess: useRefresh(thread),
  });
}

export function useMerge(thread: string) {
  return useMutation({
    mutationFn: (into: string) =>
      answer(
        client.POST('/api/v1/threads/{thread}/merge', {
          params: { path: { thread } },
          body: { into },
        }),
      ),
    onSuccess: useRefresh(thread),
  });
}

export function usePublish(thread: string) {
  return useMutation({
    mutationFn: (body: Published) =>
      answer(
        client.POST('/api/v1/threads/{thread}/publish', { params: { path: { thread } }, body }),
      ),
    onSuccess: useRefresh(thread),
  });
}

export function useWithdraw(thread: string) {
  return useMutation({
    mutationFn: () =>
      answer(client.POST('/api/v1/threads/{thread}/withdraw', { params: { path: { thread } } })),
    onSuccess: useRefresh(thread),
  });
}

export function useAssign({ id, version }: Thread) {
  return useMutation({
    mutationFn: (assigned_to: string | null) =>
      answer(
        client.PATCH('/api/v1/threads/{thread}', {
          params: { path: { thread: id }, header: ifMatch(version) },
          body: { assigned_to },
        }),
      ),
    onSuccess: useRefresh(id),
  });
}

export function useUnpark(thread: string) {
  return useMutation({
    mutationFn: (assignment: string) =>
      answer(
        client.POST('/api/v1/assignments/{assignment}/unpark', {
          params: { path: { assignment } },
        }),
      ),
    onSuccess: useRefresh(thread),
  });
}
