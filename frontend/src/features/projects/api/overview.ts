import { useQuery } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { pollWhile } from '@/api/polling';
import type { Page } from '@/api/page';
import type { components } from '@/api/schema';

type SchemaVersion = components['schemas']['SchemaVersionOut'];
type GuidelineVersion = components['schemas']['GuidelineListOut'];
type DatasetVersion = components['schemas']['DatasetVersionOut'];
type Item = components['schemas']['ListedItemOut'];
type Job = components['schemas']['JobOut'];

/** The newest published versions of schema and guideline; undefined for what is not there. */
export function useNewestVersions(project: string, isEnabled: boolean) {
  const params = { path: { project }, query: { limit: 1 } };
  const schema = useQuery({
    queryKey: ['schema-versions', project, 'newest'],
    queryFn: ({ signal }) =>
      answer<Page<SchemaVersion>>(
        client.GET('/api/v1/projects/{project}/schema-versions', { params, signal }),
      ),
    enabled: isEnabled,
  });
  const guideline = useQuery({
    queryKey: ['guideline-versions', project, 'newest'],
    queryFn: ({ signal }) =>
      answer<Page<GuidelineVersion>>(
        client.GET('/api/v1/projects/{project}/guideline-versions', { params, signal }),
      ),
    enabled: isEnabled,
  });
  return { schema: schema.data?.results[0], guideline: guideline.data?.results[0] };
}

/** The newest dataset version; null when there is none. */
export function useNewestDataset(project: string, isEnabled: boolean) {
  return useQuery({
    queryKey: ['dataset-versions', project, 'newest'],
    queryFn: ({ signal }) =>
      answer<Page<DatasetVersion>>(
        client.GET('/api/v1/projects/{project}/dataset-versions', {
          params: { path: { project }, query: { limit: 1 } },
          signal,
        }),
      ),
    enabled: isEnabled,
    select: (page) => page.results[0] ?? null,
  });
}

export function useNewestItems(project: string, isEnabled: boolean) {
  return useQuery({
    queryKey: ['items', project, 'newest'],
    queryFn: ({ signal }) =>
      answer<Page<Item>>(
        client.GET('/api/v1/projects/{project}/items', {
          params: { path: { project }, query: { limit: 8 } },
          signal,
        }),
      ),
    enabled: isEnabled,
    select: (page) => page.results,
  });
}

function isLive({ state }: Job): boolean {
  return state === 'queued' || state === 'running';
}

/** The job that runs now, or waits for a worker. */
export function useRunningJob(project: string, isEnabled: boolean): Job | undefined {
  const jobs = useQuery({
    queryKey: ['jobs', project, 'running'],
    queryFn: ({ signal }) =>
      answer<Page<Job>>(
        client.GET('/api/v1/projects/{project}/jobs', {
          params: { path: { project }, query: { limit: 10 } },
          signal,
        }),
      ),
    enabled: isEnabled,
    refetchInterval: pollWhile((page: Page<Job>) => page.results.some(isLive), 2000),
  });
  return jobs.data?.results.find(isLive);
}
