import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { asExamples, contentsByKey, type Examples } from '@/lib/examples';
import { isProblem } from '@/lib/problem';
import { answer, client } from './client';
import { useCreate } from './create';
import type { Project } from './project';
import type { components } from './schema';
import { guidelineVersionQuery } from './guideline-version';

export type Example = components['schemas']['ExampleOut'];
export type NewExample = components['schemas']['ExampleInRequest'];

/** What the examples of a published version show, by key; it never changes, but for items that are deleted. */
export function versionExamplesQuery(version: string) {
  return queryOptions({
    queryKey: ['guideline-examples', 'version', version],
    queryFn: async ({ signal }) => {
      const { results } = await answer(
        client.GET('/api/v1/guideline-versions/{guideline_version}/examples', {
          params: { path: { guideline_version: version } },
          signal,
        }),
      );
      return contentsByKey(results);
    },
    staleTime: 300_000,
  });
}

/** As `versionExamplesQuery`, for what shows the version; null while there is none. */
export function useVersionExamples(version: string | null): Examples {
  return asExamples(
    useQuery({ ...versionExamplesQuery(version ?? ''), enabled: version !== null }),
  );
}

/** A version as it is read beside the canvas; null while it is not there. */
export function useGuideline(version: string | null) {
  const { data } = useQuery({ ...guidelineVersionQuery(version ?? ''), enabled: version !== null });
  const examples = useVersionExamples(version);
  return useMemo(() => (data ? { ...data, examples } : null), [data, examples]);
}

/** What the examples with these keys (joined by commas) show, whether a version shows them or not: for who writes. */
export function useDraftExamples(project: string, keys: string): Examples {
  const query = useQuery({
    queryKey: ['guideline-examples', 'draft', project, keys],
    queryFn: async ({ signal }) => {
      const { results } = await answer(
        client.GET('/api/v1/projects/{project}/guideline-examples', {
          params: { path: { project }, query: { keys, limit: 200 } },
          signal,
        }),
      );
      return contentsByKey(results);
    },
    enabled: keys !== '',
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  // What stands there from before does not know the newest key yet.
  return query.isPlaceholderData ? 'loading' : asExamples(query);
}

/** Whoever writes the guideline and sees all items; who labels in the project does not. */
export function mayPickExamples(project: Project): boolean {
  const { may, archived_at } = project;
  return may.includes('edit_schema') && may.includes('see_items') && !archived_at;
}

/** Makes an example of an item, a region or what a question is about; with a section the draft names it there. */
export function usePickExample(project: string) {
  const queryClient = useQueryClient();
  return useCreate(
    (body: Partial<NewExample>, headers) =>
      answer<Example>(
        client.POST('/api/v1/projects/{project}/guideline-examples', {
          params: { path: { project } },
          body: body as NewExample, // every part of it has a default
          headers,
        }),
      ),
    () => {
      void queryClient.invalidateQueries({ queryKey: ['guideline-draft', project] });
    },
  );
}

/** The sections that an example can be put into: of the draft, else of the newest version. */
export function guidelineSectionsQuery(project: string, version: string | null) {
  return queryOptions({
    queryKey: ['guideline-draft', project, 'sections', version],
    queryFn: async ({ signal }) => {
      try {
        const draft = await answer<components['schemas']['GuidelineVersionOut']>(
          client.GET('/api/v1/projects/{project}/guideline-draft', {
            params: { path: { project } },
            signal,
          }),
        );
        return draft.sections;
      } catch (error) {
        if (!isProblem(error, 404)) throw error;
      }
      if (version === null) return [];
      const published = await answer(
        client.GET('/api/v1/guideline-versions/{guideline_version}', {
          params: { path: { guideline_version: version } },
          signal,
        }),
      );
      return published.sections;
    },
  });
}
