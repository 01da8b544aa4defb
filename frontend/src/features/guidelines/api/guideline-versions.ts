import { usePagedList } from '@/api/paged-list';
import { answer, client } from '@/api/client';

export function guidelineVersionsKey(project: string) {
  return ['guideline-versions', project];
}

/** The published versions without their texts, newest first. */
export function useGuidelineVersions(project: string) {
  return usePagedList({
    queryKey: guidelineVersionsKey(project),
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/guideline-versions', {
          params: { path: { project }, query: { limit: 50, after } },
          signal,
        }),
      ),
  });
}
