import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import type { components } from '@/api/schema';

export type WeakLabel = components['schemas']['WeakLabelOut'];
export type WeakSection = components['schemas']['WeakSectionOut'];

export function weakSpotsQuery(project: string) {
  return queryOptions({
    queryKey: ['threads', project, 'weak-spots'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/threads/weak-spots', {
          params: { path: { project } },
          signal,
        }),
      ),
  });
}
