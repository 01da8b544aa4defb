import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';
import type { components } from './schema';

export type SchemaVersion = components['schemas']['SchemaVersionOut'];

/** A published schema version. In `api/`, because whoever shows labels asks; it never changes, so once is enough. */
export function schemaVersionQuery(id: string) {
  return queryOptions({
    queryKey: ['schema-version', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/schema-versions/{schema_version}', {
          params: { path: { schema_version: id } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}
