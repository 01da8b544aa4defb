import { answer, client } from '@/api/client';
import type { RelabelQuestion } from '@/api/relabel';

/** Questions that are now mine for a quarter of an hour, none of those in `without`. */
export async function fetchNextQuestions(
  project: string,
  count: number,
  without: readonly string[],
): Promise<readonly RelabelQuestion[]> {
  const { results } = await answer(
    client.POST('/api/v1/projects/{project}/relabel/next', {
      params: { path: { project } },
      body: { count, without: [...without] },
    }),
  );
  return results;
}

/** The question is open again, or it is refused because the annotation went on. */
export function takeBackAnswer(question: string): Promise<RelabelQuestion> {
  return answer(
    client.POST('/api/v1/relabel-questions/{question}/take-back', {
      params: { path: { question } },
    }),
  );
}
