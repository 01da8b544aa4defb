import { useLingui } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { schemaVersionQuery } from '@/api/schema-version';
import { readDocument, type SchemaDocument } from '@/lib/schema-document';
import type { DatasetCounts } from '../api/versions';
import { fieldCharts, type FieldChart } from '../model/distribution';

export interface Charts {
  charts: readonly FieldChart[];
  splits: readonly string[];
  document: SchemaDocument | null;
}

/** The counts with the titles and colours of their schema; by bare names until that is there. */
export function useCharts(counts: DatasetCounts | null, schemaVersion: string | undefined): Charts {
  const { i18n } = useLingui();
  const { data } = useQuery({
    ...schemaVersionQuery(schemaVersion ?? ''),
    enabled: schemaVersion !== undefined,
  });
  return useMemo(() => {
    const document = readDocument(data?.document);
    const splits = counts?.splits.map((split) => split.name) ?? [];
    const charts = fieldCharts(counts?.labels ?? [], splits, document, i18n.locale);
    return { charts, splits, document };
  }, [counts, data, i18n.locale]);
}
