import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { readDocument, type SchemaDocument } from '@/lib/schema-document';
import { valueUnder } from './carry';
import { answer, client, idempotent, ifMatch } from './client';
import { usePagedList, type PagedList } from './paged-list';
import type { components } from './schema';
import { schemaVersionQuery } from './versions';

export type Revision = components['schemas']['RevisionOut'];

export interface RevisionHistory {
  /** The newest first. */
  readonly list: PagedList<Revision>;
  /** The schema versions that they were made with, as they come. */
  readonly schemas: ReadonlyMap<string, SchemaDocument>;
}

/** How an annotation came about: every state it was in, the newest first. */
export function useRevisions(annotation: string): PagedList<Revision> {
  return usePagedList({
    queryKey: revisionsKey(annotation),
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/annotations/{annotation}/revisions', {
          params: { path: { annotation }, query: { after } },
          signal,
        }),
      ),
  });
}

/** The revisions of an annotation with what it takes to draw them. */
export function useRevisionHistory(annotation: string): RevisionHistory {
  const list = useRevisions(annotation);
  const versions = useMemo(
    () => [...new Set(list.rows.map((revision) => revision.schema_version))],
    [list.rows],
  );
  const schemas = useQueries({
    queries: versions.map(schemaVersionQuery),
    combine: (found) =>
      new Map(
        found.flatMap(({ data }) => {
          const document = data ? readDocument(data.document) : null;
          return data && document ? [[data.id, document] as const] : [];
        }),
      ),
  });
  return { list, schemas };
}

/** Makes what a revision said the newest one. Nothing goes: it is a revision more. */
export function useRestoreRevision(annotation: { id: string; revision: number; item: string }) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (revision: Revision) =>
      answer(
        client.POST('/api/v1/annotations/{annotation}/revisions', {
          params: {
            path: { annotation: annotation.id },
            header: ifMatch(annotation.revision),
          },
          headers: idempotent(),
          body: {
            value: revision.value,
            schema_version: revision.schema_version,
            guideline_version: revision.guideline_version,
            seconds: 0,
          },
        }),
      ),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: revisionsKey(annotation.id) }),
        queryClient.invalidateQueries({ queryKey: ['annotations-of-item', annotation.item] }),
      ]),
  });
}

interface OpenWork {
  readonly project: string;
  readonly item: string;
  /** What the work on the screen is under. */
  readonly schemaVersion: string;
}

/** Reads what a revision says under the schema version of the work on the screen, and hands it to `onValue`. */
export function useGoOnFrom(work: OpenWork, onValue: (value: Record<string, unknown>) => void) {
  const { project, item, schemaVersion } = work;
  const { isPending, error, mutate } = useMutation({
    mutationFn: (revision: Revision) => valueUnder(schemaVersion, { project, item, revision }),
    onSuccess: onValue,
  });
  return { into: 'screen' as const, isBusy: isPending, error, run: mutate };
}

function revisionsKey(annotation: string) {
  return ['revisions', annotation];
}
