import { usePagedList } from './paged-list';
import { answer, client } from './client';

export function schemaVersionsKey(project: string) {
  return ['schema-versions', project];
}

/** The published versions, newest first. */
export function useSchemaVersions(project: string) {
  return usePagedList({
    queryKey: schemaVersionsKey(project),
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/schema-versions', {
          params: { path: { project }, query: { limit: 50, after } },
          signal,
        }),
      ),
  });
}
