import { usePagedList } from '@/api/paged-list';
import { answer, client } from '@/api/client';
import type { JobFilter } from '../search';

/** The project's jobs, newest first. */
export function useJobs(project: string, state: JobFilter | undefined) {
  return usePagedList({
    queryKey: ['jobs', project, state ?? 'all'],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/jobs', {
          params: { path: { project }, query: { limit: 50, after, state } },
          signal,
        }),
      ),
  });
}
