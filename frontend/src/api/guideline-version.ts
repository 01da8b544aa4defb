import { queryOptions } from '@tanstack/react-query';
import { isLocale, type Locale } from '@/lib/locale';
import { answer, client, screenLanguage } from './client';
import type { components } from './schema';

export type GuidelineVersion = components['schemas']['GuidelineVersionOut'];
export type GuidelineEntry = components['schemas']['GuidelineListOut'];
export type ChangeKind = GuidelineEntry['change_kind'];

/**
 * A published guideline version in the reader's language, as far as it is translated; `null`: as it was written. In `api/`,
 * because it is read beside the canvas as well; it never changes.
 */
export function guidelineVersionQuery(id: string, language: Locale | null = screenLocale()) {
  return queryOptions({
    queryKey: ['guideline-version', id, language],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/guideline-versions/{guideline_version}', {
          params: {
            path: { guideline_version: id },
            query: language ? { language } : {},
          },
          signal,
        }),
      ),
    staleTime: Infinity,
    gcTime: Infinity,
  });
}

/** The language of the screens. */
export function screenLocale(): Locale {
  const language = screenLanguage();
  return isLocale(language) ? language : 'en';
}
