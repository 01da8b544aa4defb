import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';

export type Reader = components['schemas']['GuidelineReaderOut'];

/** The people who label here with what they have confirmed; a vendor's lead gets their own. */
export function useGuidelineReaders(project: string, isBehind: boolean | undefined) {
  return usePagedList<Reader>({
    queryKey: ['guideline-readers', project, isBehind ?? null],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/guideline-readers', {
          params: { path: { project }, query: { limit: 50, after, is_behind: isBehind } },
          signal,
        }),
      ),
  });
}
