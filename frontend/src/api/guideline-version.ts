import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';
import type { components } from './schema';

export type GuidelineVersion = components['schemas']['GuidelineVersionOut'];
export type GuidelineEntry = components['schemas']['GuidelineListOut'];
export type ChangeKind = GuidelineEntry['change_kind'];

/** A published guideline version. In `api/`, because it is read beside the canvas as well; it never changes. */
export function guidelineVersionQuery(id: string) {
  return queryOptions({
    queryKey: ['guideline-version', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/guideline-versions/{guideline_version}', {
          params: { path: { guideline_version: id } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}
