import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { formatPercent } from '@/lib/format';
import type { Consequences, NewRecheck, Recommendation } from '../api/consequences';
import classes from './consequences.module.css';
import { Rate } from './rate';
import type { LabelNames } from './use-label-names';

/** What somebody is about to have looked at again. */
export interface Wish {
  purpose: NewRecheck['purpose'];
  labels: readonly string[];
}

interface AdviceProps {
  found: Consequences;
  names: LabelNames;
  mayRun: boolean;
  onWish: (wish: Wish) => void;
}

/** As `annotation/consequences.py` says: as many are wrong in ordinary work. */
const TOLERATED = 0.1;
const SAMPLE: Wish = { purpose: 'sample', labels: [] };
const ALL: Wish = { purpose: 'all', labels: [] };

/** What to do with the old labels, why, and the one button that does it. */
export function Advice({ found, names, mayRun, onWish }: AdviceProps) {
  const { t, i18n } = useLingui();
  const { recommendation } = found;
  const { decision, whole, labels } = recommendation;
  const samples = found.rechecks.filter(({ purpose }) => purpose === 'sample');
  const left = samples.reduce((sum, sample) => sum + sample.left, 0);
  const slice = new Intl.ListFormat(i18n.locale).format(labels.map((key) => names(key).title));
  const titles: Record<Recommendation['decision'], string> = {
    none: left > 0 ? t`A sample is being looked at` : t`Look at a sample first`,
    keep: t`Keep the old labels`,
    slice: t`Label these again: ${slice}`,
    all: t`Label all of them again`,
    more: t`Look at more`,
  };
  const wishes: Record<Recommendation['decision'], { label: string; wish: Wish } | null> = {
    none: { label: t`Look at a sample`, wish: SAMPLE },
    keep: null,
    slice: { label: t`Label this slice again`, wish: { purpose: 'slice', labels } },
    all: { label: t`Label all again`, wish: ALL },
    more: { label: t`Look at more`, wish: SAMPLE },
  };
  const proposed = wishes[decision];
  const isRunning = left > 0;
  const isOver = isUnderWay(found);
  return (
    <div className={classes.advice} data-decision={isRunning ? 'none' : decision}>
      <div className={classes.words} role="status">
        <h2 className={classes.decision}>
          {isRunning && decision !== 'none' ? t`A sample is being looked at` : titles[decision]}
        </h2>
        <p className={classes.reason}>
          <Reason found={found} left={left} names={names} />
        </p>
      </div>
      {whole.seen > 0 && <Rate looked={whole} label={t`Had to be changed`} tolerated={TOLERATED} />}
      {recommendation.by_label.length > 1 && (
        <ul className={classes.rates} aria-label={t`Had to be changed, by label`}>
          {recommendation.by_label.map((looked) => (
            <li key={looked.label}>
              <Rate
                looked={looked}
                label={names(looked.label).title}
                colour={names(looked.label).colour}
                tolerated={TOLERATED}
                isSmall
              />
            </li>
          ))}
        </ul>
      )}
      {mayRun && !isRunning && !isOver && (
        <div className={classes.actions}>
          {proposed && <Button onClick={() => onWish(proposed.wish)}>{proposed.label}</Button>}
          {decision !== 'all' && decision !== 'none' && (
            <Button variant="subtle" onClick={() => onWish(ALL)}>
              <Trans>Label all again</Trans>
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Nothing that is recommended is left to be sent out. */
function isUnderWay({ recommendation, all }: Consequences): boolean {
  const { decision, effort } = recommendation;
  return (decision === 'slice' ? effort : all).annotations === 0;
}

function Reason({ found, left, names }: { found: Consequences; left: number; names: LabelNames }) {
  const { i18n } = useLingui();
  const { decision, whole, labels, rest } = found.recommendation;
  const low = formatPercent(whole.low, i18n.locale);
  const high = formatPercent(whole.high, i18n.locale);
  if (left > 0) {
    return (
      <Plural
        value={left}
        one="One annotation is still to be looked at. Then you see what it says about the others."
        other="# annotations are still to be looked at. Then you see what they say about the others."
      />
    );
  }
  if (isUnderWay(found) && decision !== 'keep') {
    return <Trans>That is under way, or done.</Trans>;
  }
  if (decision === 'none') {
    return (
      <Plural
        value={found.proposed}
        one="One annotation, looked at by the new rule, tells how many of the others are wrong under it."
        other="# annotations, drawn by chance and looked at by the new rule, tell how many of the others are wrong under it, to ±10 points."
      />
    );
  }
  if (decision === 'keep') {
    return (
      <Trans>
        Surely at most {high} of them are wrong under the new rule. That many are in ordinary work.
      </Trans>
    );
  }
  if (decision === 'slice') {
    const slice = new Intl.ListFormat(i18n.locale).format(labels.map((key) => names(key).title));
    const others = formatPercent(rest?.rate ?? 0, i18n.locale);
    return (
      <Trans>
        Of annotations with {slice}, surely more than 10 % are wrong under the new rule; of all
        others only {others} were.
      </Trans>
    );
  }
  if (decision === 'all') {
    return (
      <Trans>
        Surely at least {low} of them are wrong under the new rule, and no label alone is the
        reason.
      </Trans>
    );
  }
  return (
    <Trans>
      Between {low} and {high} are wrong under the new rule. That leaves open whether keeping them
      is harmless, which it is up to 10 %.
    </Trans>
  );
}
