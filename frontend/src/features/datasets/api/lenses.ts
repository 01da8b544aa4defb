import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { useCreate } from '@/api/create';
import type { components } from '@/api/schema';

export type Lens = components['schemas']['LensOut'];
export type LensReport = components['schemas']['LensReportOut'];
export type LensPart = LensReport['parts'][number];

const WRITING_MS = 1000;

/** How a version is read under another schema version; refused, with the reason, where nothing leads there. */
export function lensQuery(version: string, number: number) {
  return queryOptions({
    queryKey: ['dataset-lens', version, number],
    queryFn: async ({ signal }): Promise<Lens | null> => {
      const shown = await answer(
        client.GET('/api/v1/dataset-versions/{dataset_version}', {
          params: { path: { dataset_version: version }, query: { as_schema: number } },
          signal,
        }),
      );
      return shown.lens;
    },
    refetchInterval: ({ state }) => (state.data?.state === 'writing' ? WRITING_MS : false),
  });
}

/** Answers with the one that is there already, if somebody asked for the same before. */
export function useRequestLens(version: string, number: number) {
  const queryClient = useQueryClient();
  return useCreate(
    (_: undefined, headers) =>
      answer<Lens>(
        client.POST('/api/v1/dataset-versions/{dataset_version}/lenses', {
          params: { path: { dataset_version: version }, header: headers },
          body: { as_schema: number },
        }),
      ),
    (lens) => queryClient.setQueryData(lensQuery(version, number).queryKey, lens),
  );
}
