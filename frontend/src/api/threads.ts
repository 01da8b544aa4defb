import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, client, type idempotent } from './client';
import type { Project } from './project';
import type { components } from './schema';

type Schemas = components['schemas'];

export type ThreadRow = Schemas['ThreadRowOut'];
export type Thread = Schemas['ThreadOut'];
export type ThreadState = ThreadRow['state'];
export type Message = Schemas['MessageOut'];
export type Author = Schemas['AuthorOut'];
export type SimilarAnswer = Schemas['SimilarOut'];
export type PublishedAnswer = Schemas['PublishedAnswerOut'];
export type ThreadCounts = Schemas['ThreadCountsOut'];
export type NewQuestion = Schemas['QuestionInRequest'];

const READERS = ['see_threads', 'answer_threads', 'annotate', 'review', 'see_vendor_progress'];
const NONE: ThreadCounts = { open: 0, overdue: 0, unread: 0 };

/** An answer is soon enough when it is there within half a minute. */
const LIVE_MS = 30_000;

/** In `api/`: the side bar, the labelling screen and the page of questions count them. */
export function threadCountsQuery(project: string) {
  return queryOptions({
    queryKey: ['threads', project, 'counts'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/threads/counts', {
          params: { path: { project } },
          signal,
        }),
      ),
    refetchInterval: LIVE_MS,
  });
}

export function useThreadCounts(project: Project | undefined): ThreadCounts {
  const mayRead = READERS.some((can) => project?.may.some((each) => each === can));
  const { data } = useQuery({ ...threadCountsQuery(project?.id ?? ''), enabled: mayRead });
  return data ?? NONE;
}

/** What the side bar says: to who answers, what waits for them; to others, what is new to them. */
export function useQuestionCount(project: Project | undefined): number {
  const { open, unread } = useThreadCounts(project);
  return project?.may.includes('answer_threads') ? open : unread;
}

/** Mine about an item, newest first. */
export function itemThreadsQuery(project: string, item: string) {
  return queryOptions({
    queryKey: ['threads', project, 'item', item],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/threads', {
          params: { path: { project }, query: { item, limit: 20 } },
          signal,
        }),
      ),
    refetchInterval: LIVE_MS,
  });
}

export function threadQuery(thread: string) {
  return queryOptions({
    queryKey: ['thread', thread],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/threads/{thread}', { params: { path: { thread } }, signal })),
    refetchInterval: LIVE_MS,
  });
}

/** All that was said; a thread is seldom longer than a page. */
export function messagesQuery(thread: string) {
  return queryOptions({
    queryKey: ['thread', thread, 'messages'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/threads/{thread}/messages', {
          params: { path: { thread }, query: { limit: 200 } },
          signal,
        }),
      ),
    refetchInterval: LIVE_MS,
  });
}

export function similarQuery(project: string, text: string) {
  return queryOptions({
    queryKey: ['threads', project, 'similar', text],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/threads/similar', {
          params: { path: { project }, query: { text } },
          signal,
        }),
      ),
    enabled: text.length > 3,
    staleTime: 60_000,
  });
}

/** Answers that were published about a label, newest first. */
export function answersQuery(project: string, label: string) {
  return queryOptions({
    queryKey: ['threads', project, 'answers', label],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/answers', {
          params: { path: { project }, query: { limit: 20, ...(label ? { label } : {}) } },
          signal,
        }),
      ),
    staleTime: LIVE_MS,
  });
}

export function askQuestion(
  project: string,
  body: NewQuestion,
  headers: ReturnType<typeof idempotent>,
): Promise<Thread> {
  return answer(
    client.POST('/api/v1/projects/{project}/threads', {
      params: { path: { project } },
      body,
      headers,
    }),
  );
}

export function markThreadRead(thread: string): Promise<unknown> {
  return answer(client.POST('/api/v1/threads/{thread}/read', { params: { path: { thread } } }));
}
