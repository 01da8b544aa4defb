import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { readFiles } from '../model/files';

/** The files of a published version. They never change, so once is enough. */
export function filesQuery(version: string) {
  return queryOptions({
    queryKey: ['dataset-files', version],
    queryFn: async ({ signal }) =>
      readFiles(
        await answer<unknown>(
          client.GET('/api/v1/dataset-versions/{dataset_version}/manifest', {
            params: { path: { dataset_version: version } },
            signal,
          }),
        ),
      ),
    staleTime: Infinity,
  });
}
