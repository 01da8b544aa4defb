import { Button, SegmentedControl, Select } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowRight, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useVersionExamples } from '@/api/guideline-examples';
import { guidelineVersionQuery, screenLocale, type GuidelineEntry } from '@/api/guideline-version';
import type { Locale } from '@/lib/locale';
import { ErrorState } from '@/components/error-state';
import type { GuidelineSearch } from '../search';
import { DifferenceView } from './difference-view';
import classes from './version-comparison.module.css';

interface VersionComparisonProps {
  versions: readonly GuidelineEntry[];
  before: GuidelineEntry;
  after: GuidelineEntry;
  search: GuidelineSearch;
  onSearch: (change: Partial<GuidelineSearch>, isReplacing?: boolean) => void;
}

/** Two versions, word by word. */
export function VersionComparison(props: VersionComparisonProps) {
  const { versions, before, after, search, onSearch } = props;
  const { t } = useLingui();
  const [old, now] = useBoth(before.id, after.id, search.language ?? screenLocale());
  const examples = {
    before: useVersionExamples(before.id),
    after: useVersionExamples(after.id),
  };
  const choices = versions.map((version) => ({
    value: String(version.number),
    label: t`Version ${version.number}`,
  }));
  const error = old.error ?? now.error;
  return (
    <section aria-label={t`Comparison`}>
      <div className={classes.bar}>
        <Select
          size="xs"
          className={classes.choice}
          aria-label={t`From`}
          allowDeselect={false}
          data={choices}
          value={String(before.number)}
          onChange={(value) => value && onSearch({ against: Number(value) })}
        />
        <IconArrowRight size={15} aria-hidden="true" />
        <Select
          size="xs"
          className={classes.choice}
          aria-label={t`To`}
          allowDeselect={false}
          data={choices}
          value={String(after.number)}
          onChange={(value) => value && onSearch({ version: Number(value) })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t`How to show it`}
          value={search.layout ?? 'inline'}
          onChange={(layout) => onSearch({ layout: layout === 'beside' ? 'beside' : undefined })}
          data={[
            { value: 'inline', label: t`In one text` },
            { value: 'beside', label: t`Side by side` },
          ]}
        />
        <Button
          className={classes.end}
          size="xs"
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden="true" />}
          onClick={() => onSearch({ against: undefined }, false)}
        >
          <Trans>Back to reading</Trans>
        </Button>
      </div>
      {after.summary && <p className={classes.summary}>{after.summary}</p>}
      {error ? (
        <ErrorState error={error} />
      ) : (
        old.data &&
        now.data && (
          <DifferenceView
            before={old.data.markdown}
            after={now.data.markdown}
            examples={examples}
            isBeside={search.layout === 'beside'}
          />
        )
      )}
    </section>
  );
}

/** Both in the language, or both as they were written: words of two languages have nothing in common. */
function useBoth(before: string, after: string, language: Locale) {
  const old = useQuery(guidelineVersionQuery(before, language));
  const now = useQuery(guidelineVersionQuery(after, language));
  const isSame = old.data?.language === now.data?.language;
  const isMixed = old.isSuccess && now.isSuccess && !isSame;
  const oldSource = useQuery({ ...guidelineVersionQuery(before, null), enabled: isMixed });
  const nowSource = useQuery({ ...guidelineVersionQuery(after, null), enabled: isMixed });
  return isMixed ? ([oldSource, nowSource] as const) : ([old, now] as const);
}
