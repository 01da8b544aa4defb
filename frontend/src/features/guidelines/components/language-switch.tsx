import { SegmentedControl } from '@mantine/core';
import { Plural, useLingui } from '@lingui/react/macro';
import type { GuidelineVersion } from '@/api/guideline-version';
import { isLocale, LOCALE_NAMES } from '@/lib/locale';
import type { GuidelineSearch } from '../search';
import classes from './language-switch.module.css';

interface LanguageSwitchProps {
  version: GuidelineVersion;
  onSearch: (change: Partial<GuidelineSearch>) => void;
}

/** In which language the guideline is read, where there is a choice; and how much of it is the original's. */
export function LanguageSwitch({ version, onSearch }: LanguageSwitchProps) {
  const { t } = useLingui();
  if (version.languages.length < 2) return null;
  const behind = version.sections.filter(
    ({ standing }) => standing === 'missing' || standing === 'outdated',
  ).length;
  return (
    <section className={classes.switch} aria-label={t`Language of the guideline`}>
      <SegmentedControl
        size="xs"
        fullWidth
        value={version.language}
        data={version.languages.map((language) => ({
          value: language,
          label: LOCALE_NAMES[language],
        }))}
        onChange={(language) => isLocale(language) && onSearch({ language })}
      />
      {behind > 0 && (
        <p className={classes.note}>
          <Plural
            value={behind}
            one="One section is not translated, or not up to date."
            other="# sections are not translated, or not up to date."
          />
        </p>
      )}
    </section>
  );
}
