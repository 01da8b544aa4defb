import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';
import type { components } from './schema';

export type Progress = components['schemas']['ProgressOut'];
export type Day = components['schemas']['DayOut'];

/** How the work of a project goes. In `api/`: the list of projects, the overview and new batches ask for it. */
export function progressQuery(project: string) {
  return queryOptions({
    queryKey: ['progress', project],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/progress', {
          params: { path: { project } },
          signal,
        }),
      ),
    staleTime: 30_000,
  });
}
