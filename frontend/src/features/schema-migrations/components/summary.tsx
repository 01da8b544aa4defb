import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { SplitBar } from '@/components/split-bar';
import { formatNumber } from '@/lib/format';
import type { SchemaDocument } from '@/lib/schema-document';
import type { Rehearsal } from '../api/rehearsals';
import { nounOf, sumsOf, type Noun } from '../model/outcome';
import { useOutcomeWords } from './outcome-words';
import classes from './summary.module.css';

interface SummaryProps {
  rehearsal: Rehearsal;
  /** The rehearsal that it is compared with. */
  earlier: Rehearsal | null;
  before: SchemaDocument | null;
}

/** All of it in one sentence, and what it means in annotations. */
export function Summary({ rehearsal, earlier, before }: SummaryProps) {
  const { i18n } = useLingui();
  const { tally } = rehearsal;
  const noun = nounOf(tally.rows, before);
  const sums = sumsOf(tally);
  const total = Object.values(tally.annotations).reduce((sum, count) => sum + count, 0);
  const touched = formatNumber(total - tally.annotations.unchanged, i18n.locale);
  const all = formatNumber(total, i18n.locale);
  const { lossy } = sums;
  return (
    <section className={classes.summary}>
      <p className={classes.sentence}>
        <Sentence noun={noun} rehearsal={rehearsal} />
      </p>
      <OutcomeBar rehearsal={rehearsal} />
      <p className={classes.more}>
        <Trans>
          It is about {touched} of {all} annotations.
        </Trans>{' '}
        {lossy > 0 && (
          <Plural
            value={lossy}
            one="# of what changes by itself loses something: most often, which label it was."
            other="# of those that change by themselves lose something: most often, which label it was."
          />
        )}{' '}
        {tally.waiting > 0 && (
          <Plural
            value={tally.waiting}
            one="# annotation still waits for an older question and is not counted."
            other="# annotations still wait for older questions and are not counted."
          />
        )}
      </p>
      {earlier && (
        <p className={classes.earlier}>
          <Trans>The earlier rehearsal:</Trans>{' '}
          <Sentence noun={nounOf(earlier.tally.rows, before)} rehearsal={earlier} />
        </p>
      )}
    </section>
  );
}

function Sentence({ noun, rehearsal }: { noun: Noun; rehearsal: Rehearsal }) {
  const { i18n } = useLingui();
  const { byThemselves, person, dropped, refused } = sumsOf(rehearsal.tally);
  const parts: ReactNode[] = [<Changing key="changing" noun={noun} count={byThemselves} />];
  if (person > 0)
    parts.push(
      <Plural key="person" value={person} one="# needs a person" other="# need a person" />,
    );
  if (dropped > 0)
    parts.push(
      <Plural key="dropped" value={dropped} one="# would be lost" other="# would be lost" />,
    );
  if (refused > 0)
    parts.push(
      <Plural
        key="refused"
        value={refused}
        one="# annotation is not valid as it stands"
        other="# annotations are not valid as they stand"
      />,
    );
  return listed(parts, i18n.locale);
}

/** The parts with the reader's own commas between them. */
function listed(parts: readonly ReactNode[], locale: string): ReactNode[] {
  const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' });
  return list
    .formatToParts(parts.map((_, index) => String(index)))
    .map(({ type, value }) => (type === 'element' ? parts[Number(value)] : value));
}

function Changing({ noun, count }: { noun: Noun; count: number }) {
  if (count === 0) return <Trans>Nothing changes by itself</Trans>;
  switch (noun) {
    case 'boxes':
      return (
        <Plural value={count} one="# box changes by itself" other="# boxes change by themselves" />
      );
    case 'regions':
      return (
        <Plural
          value={count}
          one="# region changes by itself"
          other="# regions change by themselves"
        />
      );
    case 'spans':
      return (
        <Plural value={count} one="# span changes by itself" other="# spans change by themselves" />
      );
    case 'segments':
      return (
        <Plural
          value={count}
          one="# segment changes by itself"
          other="# segments change by themselves"
        />
      );
    case 'answers':
      return (
        <Plural
          value={count}
          one="# answer changes by itself"
          other="# answers change by themselves"
        />
      );
    default:
      return (
        <Plural
          value={count}
          one="# label changes by itself"
          other="# labels change by themselves"
        />
      );
  }
}

function OutcomeBar({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t } = useLingui();
  const words = useOutcomeWords();
  const { parts } = rehearsal.tally;
  const shown = (['lossless', 'lossy', 'person', 'dropped'] as const).filter(
    (outcome) => parts[outcome] > 0,
  );
  if (shown.length === 0) return null;
  const colours = {
    lossless: 'var(--good-fill)',
    lossy: 'var(--info-fill)',
    person: 'var(--warn-fill)',
    dropped: 'var(--bad-fill)',
  };
  return (
    <SplitBar
      label={t`What the operations touch, by what becomes of it`}
      parts={shown.map((outcome) => ({
        key: outcome,
        label: words[outcome].words,
        value: parts[outcome],
        colour: colours[outcome],
      }))}
    />
  );
}
