import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { readFiles } from '../model/files';

/** The files of a published version, or of that version under another schema. They never change, so once is enough. */
export function filesQuery(version: string, asSchema?: number) {
  return queryOptions({
    queryKey: ['dataset-files', version, asSchema ?? null],
    queryFn: async ({ signal }) =>
      readFiles(
        await answer<unknown>(
          client.GET('/api/v1/dataset-versions/{dataset_version}/manifest', {
            params: { path: { dataset_version: version }, query: { as_schema: asSchema } },
            signal,
          }),
        ),
      ),
    staleTime: Infinity,
  });
}
