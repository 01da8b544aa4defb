import { answer, client } from '@/api/client';
import type { ToReview } from '@/api/types';

/** The next annotation that waits for me, apart from those that I have; null when there is none. */
export async function fetchNextReview(
  project: string,
  batch: string | null,
  without: readonly string[],
): Promise<ToReview | null> {
  const found = await answer<ToReview | undefined>(
    client.POST('/api/v1/projects/{project}/reviews/next', {
      params: { path: { project } },
      body: { batch, without: [...without] },
    }),
  );
  return found || null;
}
