import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';

/** A guideline version as it is told in a language. */
interface Noted {
  language: string;
  source_language: string;
  sections: readonly { key: string; standing: string }[];
}

/** What is to be said of sections that are not, or no longer, translated, by section key. */
export function useSectionNotes(version: Noted | null | undefined): Record<string, string> {
  const { t } = useLingui();
  return useMemo(() => {
    if (!version || version.language === version.source_language) return {};
    const notes = version.sections.map(({ key, standing }) => [
      key,
      standing === 'missing'
        ? t`Not translated yet`
        : standing === 'outdated'
          ? t`The original has changed since this was translated`
          : '',
    ]);
    return Object.fromEntries(notes.filter(([, note]) => note !== ''));
  }, [version, t]);
}
