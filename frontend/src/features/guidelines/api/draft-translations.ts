import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, ifMatch } from '@/api/client';
import type { GuidelineVersion } from '@/api/guideline-version';
import type { components } from '@/api/schema';
import type { Locale } from '@/lib/locale';
import { guidelineDraftQuery } from './guideline-draft';

type Schemas = components['schemas'];

export type Translations = Schemas['TranslationsOut'];
export type SectionTranslation = Translations['sections'][number];

/** The sections of the draft, each beside what it reads in the language. */
export function translationsQuery(project: string, language: Locale) {
  return queryOptions({
    queryKey: ['guideline-translations', project, language],
    queryFn: ({ signal }) =>
      answer<Translations>(
        client.GET('/api/v1/projects/{project}/guideline-draft/translations', {
          params: { path: { project }, query: { language } },
          signal,
        }),
      ),
    gcTime: 0,
  });
}

export function useTranslateSection(project: string, language: Locale) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({
      revision,
      ...text
    }: Omit<Schemas['TranslationInRequest'], 'language'> & { revision: number }) =>
      answer<SectionTranslation>(
        client.PUT('/api/v1/projects/{project}/guideline-draft/translations', {
          params: { path: { project }, header: ifMatch(revision) },
          body: { ...text, language },
        }),
      ),
    onSuccess: (saved) => {
      queryClient.setQueryData(
        translationsQuery(project, language).queryKey,
        (old) =>
          old && {
            ...old,
            sections: old.sections.map((each) => (each.key === saved.key ? saved : each)),
          },
      );
      void queryClient.invalidateQueries({ queryKey: ['guideline-touched', project] });
    },
  });
}

/** What the draft itself is written in. */
export function useSourceLanguage(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (language: Locale) =>
      answer<GuidelineVersion>(
        client.PUT('/api/v1/projects/{project}/guideline-draft/language', {
          params: { path: { project } },
          body: { language },
        }),
      ),
    onSuccess: (draft) => {
      queryClient.setQueryData(guidelineDraftQuery(project).queryKey, draft);
      void queryClient.invalidateQueries({ queryKey: ['guideline-translations', project] });
    },
  });
}
