import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';
import { screenLocale } from './guideline-version';
import type { components } from './schema';

export type GuidelineStanding = components['schemas']['GuidelineStandingOut'];
export type GuidelineReading = components['schemas']['ReadingOut'];
export type ChangedSection = components['schemas']['ChangedSectionOut'];

/** What I am to read before my next task; asked for anew whenever it is shown. */
export function guidelineReadingQuery(project: string) {
  const language = screenLocale();
  return queryOptions({
    queryKey: ['guideline-reading', project, language],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/projects/{project}/guideline-reading', {
          params: { path: { project }, query: { language } },
          signal,
        }),
      ),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function confirmReading(project: string, guideline_version: string) {
  return answer(
    client.POST('/api/v1/projects/{project}/guideline-reading', {
      params: { path: { project } },
      body: { guideline_version },
    }),
  );
}
