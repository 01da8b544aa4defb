import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import type { components } from '@/api/schema';

export type VersionMeasures = components['schemas']['GuidelineMeasuresOut'];
export type VersionMeasure = components['schemas']['GuidelineMeasureOut'];

/** A label or option, by the key of its field and its own. */
export interface LabelUse {
  field: string;
  label: string;
}

/** Agreement and errors of the work by each guideline version; of one label only with `use`. */
export function versionMeasuresQuery(project: string, use: LabelUse | null) {
  return queryOptions({
    queryKey: ['guideline-measures', project, use?.field ?? null, use?.label ?? null],
    queryFn: ({ signal }) =>
      answer<VersionMeasures>(
        client.GET('/api/v1/projects/{project}/guideline-measures', {
          params: { path: { project }, query: use ?? {} },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
