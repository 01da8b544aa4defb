import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';
import type { components } from './schema';

export type AskedCheck = components['schemas']['AskedOut'];
export type CheckVerdict = components['schemas']['VerdictOut'];

/** What I have to answer rightly before I confirm the newest guideline version; asked for anew whenever it is shown. */
export function myChecksQuery(project: string) {
  return queryOptions({
    queryKey: ['my-checks', project],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/guideline-reading/checks', {
          params: { path: { project } },
          signal,
        }),
      ),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function answerCheck(question: string, choice: number): Promise<CheckVerdict> {
  return answer(
    client.POST('/api/v1/check-questions/{check_question}/answers', {
      params: { path: { check_question: question } },
      body: { choice },
    }),
  );
}
