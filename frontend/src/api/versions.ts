import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { readDocument, type SchemaDocument } from '@/lib/schema-document';
import { answer, client } from './client';

/** Published versions never change: asked for once. */
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
    gcTime: Infinity,
  });
}

/** The document of a schema version. */
export async function fetchSchema(queryClient: QueryClient, id: string): Promise<SchemaDocument> {
  const version = await queryClient.ensureQueryData(schemaVersionQuery(id));
  const document = readDocument(version.document);
  if (!document) throw new Error('The label schema of this item cannot be read.');
  return document;
}
