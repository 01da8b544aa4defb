import { Button, Select, Skeleton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Project } from '@/api/project';
import { CHANGE_KINDS, KIND_ORDER } from '@/components/change-kinds';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { nameOf, titleOf, type SchemaDocument } from '@/lib/schema-document';
import { useDelayed } from '@/lib/use-delayed';
import { versionMeasuresQuery, type LabelUse, type VersionMeasures } from '../api/version-measures';
import type { GuidelineSearch } from '../search';
import { KindMark } from './kind-mark';
import { MeasureChart } from './measure-chart';
import { MEASURE_ORDER, shareOf, type MeasureKind } from './measures';
import { MeasuresTable } from './measures-table';
import { useShareWords } from './use-share-words';
import classes from './version-measures.module.css';

interface VersionMeasuresViewProps {
  project: Project;
  document: SchemaDocument | null;
  search: GuidelineSearch;
  onSearch: (change: Partial<GuidelineSearch>, isReplacing?: boolean) => void;
}

/** Whether changes of the guideline helped: how far people agree and what was wrong, version by version. */
export function VersionMeasuresView(props: VersionMeasuresViewProps) {
  const { project, document, search, onSearch } = props;
  const { t, i18n } = useLingui();
  const use = readUse(search.label);
  const found = useQuery(versionMeasuresQuery(project.id, use));
  const isWaiting = useDelayed(found.isPending);
  const labels = useMemo(() => labelChoices(document, i18n.locale), [document, i18n.locale]);
  return (
    <section aria-label={t`Whether changes helped`}>
      <div className={classes.bar}>
        <Select
          size="xs"
          className={classes.choice}
          aria-label={t`Of which label`}
          placeholder={t`All labels`}
          clearable
          searchable
          data={labels}
          value={search.label ?? null}
          onChange={(value) => onSearch({ label: value ?? undefined })}
        />
        <Button
          className={classes.end}
          size="xs"
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden="true" />}
          onClick={() => onSearch({ measures: undefined, label: undefined }, false)}
        >
          <Trans>Back to reading</Trans>
        </Button>
      </div>
      {found.isError && !found.data ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Skeleton height={420} visible={isWaiting} />
      ) : (
        <div data-stale={found.isPlaceholderData || undefined} className={classes.found}>
          <Found found={found.data} isOfLabel={use !== null} onSearch={onSearch} />
        </div>
      )}
    </section>
  );
}

interface FoundProps {
  found: VersionMeasures;
  isOfLabel: boolean;
  onSearch: VersionMeasuresViewProps['onSearch'];
}

function Found({ found, isOfLabel, onSearch }: FoundProps) {
  const { t, i18n } = useLingui();
  const words = useShareWords();
  const { results, least, older } = found;
  if (results.every((row) => row.annotations === 0 && row.reviewed.seen === 0)) {
    return (
      <EmptyState
        title={isOfLabel ? t`Nobody has used this label yet` : t`Nothing is measured yet`}
      >
        <Trans>
          Once people label by a published version, how far they agree and what was wrong appears
          here, version by version.
        </Trans>
      </EmptyState>
    );
  }
  const titles: Record<MeasureKind, [title: string, note: string]> = {
    agreement: [t`Agreement`, t`How far people who labelled the same item say the same.`],
    reviewed: [t`Errors in review`, t`Of the work that was reviewed: fixed or sent back.`],
    on_gold: [t`Errors on gold`, t`How far work differs from the gold answers.`],
    looked_again: [
      t`Changed under a newer rule`,
      t`Of old labels that were looked at again. Nobody's error: the rule had changed.`,
    ],
  };
  const shown = MEASURE_ORDER.filter((kind) =>
    results.some((row) => shareOf(row, kind, least) !== undefined),
  );
  const aside = results.reduce((sum, row) => sum + row.reviewed.set_aside, 0);
  const newest = results.at(-1);
  const isNewestUnknown =
    newest !== undefined &&
    newest.number !== null &&
    MEASURE_ORDER.every((kind) => !shareOf(newest, kind, least)) &&
    newest.annotations === 0;
  return (
    <>
      <div className={classes.charts}>
        {shown.map((kind) => (
          <MeasureChart
            key={kind}
            title={titles[kind][0]}
            note={titles[kind][1]}
            isWhole={kind === 'agreement'}
            points={results.map((row) => {
              const share = shareOf(row, kind, least) ?? null;
              return {
                key: row.guideline_version ?? '',
                name: row.number === null ? t`None` : `v${row.number}`,
                kind: row.change_kind,
                share,
                words: words(share),
              };
            })}
          />
        ))}
      </div>
      <ul className={classes.legend} aria-hidden="true">
        {KIND_ORDER.map((kind) => (
          <li key={kind}>
            <KindMark kind={kind} />
            {i18n._(CHANGE_KINDS[kind].title)}
          </li>
        ))}
        <li>
          <span className={classes.few} />
          <Trans>Too few to say</Trans>
        </li>
      </ul>
      {(isNewestUnknown || aside > 0 || older > 0) && (
        <div className={classes.notes}>
          {isNewestUnknown && (
            <p>
              <Trans>Nothing is measured under version {newest.number} yet.</Trans>
            </p>
          )}
          {aside > 0 && (
            <p>
              <Plural
                value={aside}
                one="# review came after a rule had changed. It counts neither as right nor as wrong."
                other="# reviews came after a rule had changed. They count neither as right nor as wrong."
              />
            </p>
          )}
          {older > 0 && (
            <p>
              <Plural
                value={older}
                one="# older version is not shown."
                other="# older versions are not shown."
              />
            </p>
          )}
        </div>
      )}
      <MeasuresTable
        found={found}
        kinds={shown}
        titles={titles}
        onShow={(number) => onSearch({ version: number, measures: undefined }, false)}
      />
    </>
  );
}

/** What the address has: `field/label`. */
function readUse(label: string | undefined): LabelUse | null {
  const [field, key] = label?.split('/') ?? [];
  return field && key ? { field, label: key } : null;
}

function labelChoices(document: SchemaDocument | null, locale: string) {
  return (document?.fields ?? []).flatMap((field) => {
    const parts = [...(field.labels ?? []), ...(field.options ?? [])];
    if (parts.length === 0) return [];
    const items = parts.map((part) => ({
      value: `${field.key}/${part.key}`,
      label: titleOf(part, locale) || nameOf(part),
    }));
    return [{ group: titleOf(field, locale), items }];
  });
}
