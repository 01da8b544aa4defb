import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent } from '@/api/client';
import type { components } from '@/api/schema';
import type { ExportRequest } from '../model/export-options';

export type Export = components['schemas']['ExportOut'];
type ExportPage = components['schemas']['ExportPageOut'];

const WRITING_MS = 1000;

/** The exports of a version, newest first. There are as many as there are choices, so one page holds them. */
export function exportsQuery(version: string) {
  return queryOptions({
    queryKey: ['exports', version],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/dataset-versions/{dataset_version}/exports', {
          params: { path: { dataset_version: version }, query: { limit: 100 } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.results.some((each) => each.state === 'writing') ? WRITING_MS : false,
  });
}

/** Answers with the export that is there already, if somebody asked for the same before. */
export function useRequestExport(version: string) {
  const queryClient = useQueryClient();
  const { queryKey } = exportsQuery(version);
  return useMutation({
    mutationFn: (body: ExportRequest): Promise<Export> =>
      answer(
        client.POST('/api/v1/dataset-versions/{dataset_version}/exports', {
          params: { path: { dataset_version: version }, header: idempotent() },
          body,
        }),
      ),
    onSuccess: (made) => {
      queryClient.setQueryData<ExportPage>(
        queryKey,
        (old) =>
          old && { ...old, results: [made, ...old.results.filter(({ id }) => id !== made.id)] },
      );
      return queryClient.invalidateQueries({ queryKey });
    },
  });
}
