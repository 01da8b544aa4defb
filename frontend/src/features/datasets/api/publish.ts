import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { answer, client, idempotent } from '@/api/client';
import type { components } from '@/api/schema';
import { newId } from '@/lib/ids';
import { isProblem } from '@/lib/problem';
import { asQuery, asSplits, type Shares } from '../model/shares';
import { versionsKey } from './versions';

export type Source = components['schemas']['PublishInRequest']['source'];
export type Preview = components['schemas']['DatasetPreviewOut'];

/** What a version would hold if it were published now. */
export function previewQuery(project: string, source: Source, shares: Shares) {
  const splits = asQuery(shares);
  return queryOptions({
    queryKey: ['dataset-preview', project, source, splits],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/dataset-preview', {
          params: { path: { project }, query: { source, splits } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 5000,
  });
}

/** Tried again without an answer it sends the same key, so that no second version is made. */
export function usePublishVersion(project: string) {
  const queryClient = useQueryClient();
  const key = useRef(newId());
  return useMutation({
    mutationFn: (wanted: { source: Source; shares: Shares; note: string }) =>
      answer(
        client.POST('/api/v1/projects/{project}/dataset-versions', {
          params: { path: { project }, header: idempotent(key.current) },
          body: { source: wanted.source, splits: asSplits(wanted.shares), note: wanted.note },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: versionsKey(project) }),
    onSettled: (_made, error) => {
      if (!isProblem(error, 0)) key.current = newId();
    },
  });
}
