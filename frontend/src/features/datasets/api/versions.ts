import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';
import { isProblem } from '@/lib/problem';

export type DatasetVersion = components['schemas']['DatasetVersionOut'];
export type DatasetVersionDetail = components['schemas']['DatasetVersionDetailOut'];
export type DatasetCounts = components['schemas']['DatasetCountsOut'];
export type LabelCount = components['schemas']['LabelCountOut'];
export type Job = components['schemas']['JobOut'];

/** Where to look for a version: short names are unique in an organisation only. */
export interface Place {
  project: string;
  slug: string;
  /** The short name of the organisation. */
  organisation: string | undefined;
}

const BUILDING_MS = 1500;
const VERIFYING_MS = 1000;

export function versionsKey(project: string) {
  return ['dataset-versions', project];
}

function fetchVersions(project: string, after: string | undefined, signal?: AbortSignal) {
  return answer(
    client.GET('/api/v1/projects/{project}/dataset-versions', {
      params: { path: { project }, query: { limit: 50, after } },
      signal,
    }),
  );
}

/** Newest first. `isBuilding` says that one of them is being written, so that the list is asked for again. */
export function useVersions(project: string, isBuilding: boolean) {
  return usePagedList({
    queryKey: versionsKey(project),
    fetchPage: (after, signal) => fetchVersions(project, after, signal),
    refetchInterval: isBuilding ? BUILDING_MS : false,
  });
}

export function versionKey(place: Place, number: number) {
  return ['dataset-version', place.project, number];
}

/** One version by its number, also while it is being written, for those who publish. */
export function versionQuery(place: Place, number: number) {
  return queryOptions({
    queryKey: versionKey(place, number),
    queryFn: ({ signal }) => findVersion(place, number, signal),
    refetchInterval: ({ state }) => {
      if (state.data?.state === 'building') return BUILDING_MS;
      return isLive(state.data?.verification) ? VERIFYING_MS : false;
    },
  });
}

async function findVersion(
  place: Place,
  number: number,
  signal: AbortSignal,
): Promise<DatasetVersionDetail> {
  try {
    return await answer(
      client.GET('/api/v1/datasets/{slug}/versions/{number}', {
        params: {
          path: { slug: place.slug, number: String(number) },
          query: { organisation: place.organisation },
        },
        signal,
      }),
    );
  } catch (error) {
    if (!isProblem(error, 404)) throw error;
    // What is still being written has no address of its own; it can only be the newest.
    const newest = await fetchVersions(place.project, undefined, signal);
    const found = newest.results.find((version) => version.number === number);
    if (!found) throw error;
    return answer(
      client.GET('/api/v1/dataset-versions/{dataset_version}', {
        params: { path: { dataset_version: found.id } },
        signal,
      }),
    );
  }
}

/** Waiting or at work. */
export function isLive(job: Job | null | undefined): boolean {
  return job?.state === 'queued' || job?.state === 'running';
}
