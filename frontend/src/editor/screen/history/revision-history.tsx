import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useLingui as useI18n } from '@lingui/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { CAUSE_WORDS } from '@/components/cause-words';
import { Dialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { LoadMore } from '@/components/load-more';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { formatClock } from '@/lib/format';
import type { SchemaDocument } from '@/lib/schema-document';
import { isSameValue } from '@/lib/same-value';
import type { AnnotationValue } from '../../core/value';
import type { ScreenItem } from '../screen-item';
import { leaveWheelToPage, StillAnswers, StillItem } from '../still-item';
import { useReadyItem } from '../use-ready-item';
import { DifferenceList } from './difference-list';
import { drawnDifference, idBefore, lookOf, type Side } from './drawn-difference';
import classes from './revision-history.module.css';
import { isSame, valueDifference } from './value-difference';

export interface Revision {
  readonly number: number;
  readonly value: Readonly<Record<string, unknown>>;
  readonly schema_version: string;
  readonly author: string | null;
  readonly cause: string;
  readonly seconds: number;
  readonly created_at: string;
}

interface RevisionHistoryProps<R extends Revision> {
  item: {
    readonly kind: string;
    readonly text?: string | null;
    readonly media_url?: string | null;
    readonly width?: number | null;
    readonly height?: number | null;
  };
  /** The newest first, as they are fetched. */
  list: {
    readonly rows: readonly R[];
    readonly status: 'loading' | 'error' | 'ready';
    readonly error: unknown;
    readonly hasMore: boolean;
    readonly isLoadingMore: boolean;
    readonly loadMore: () => void;
    readonly retry: () => void;
  };
  /** The schema versions that they were made with; one that is missing is on its way. */
  schemas: ReadonlyMap<string, SchemaDocument>;
  /** Which one to begin with; the newest, if it is not said. */
  start?: number;
  /** What takes an older one back; absent where that is not for this person. */
  restore?: {
    /** Becomes the newest revision, or what is on the screen. */
    readonly into: 'record' | 'screen';
    readonly isBusy?: boolean;
    readonly error?: unknown;
    readonly run: (revision: R) => void;
  };
  onClose: () => void;
}

type Compared = 'before' | 'newest';
type View = 'difference' | 'before' | 'after';

/** Every state of an annotation, and what each changed: drawn on the item and told in words. */
export default function RevisionHistory<R extends Revision>(props: RevisionHistoryProps<R>) {
  const { list, start, restore, onClose } = props;
  const { t } = useLingui();
  const [chosen, setChosen] = useState(start ?? null);
  const [newest] = list.rows;
  const shown = list.rows.find(({ number }) => number === chosen) ?? newest;
  const isNewest = shown?.number === newest?.number;
  const ready = useReadyItem(props.item);
  return (
    <Dialog isOpen size="wide" title={t`How this work came about`} onClose={onClose}>
      {list.status === 'error' ? (
        <ErrorState error={list.error} onRetry={list.retry} />
      ) : shown && newest ? (
        <div className={classes.history}>
          <Revisions list={list} shown={shown} onChoose={setChosen} />
          <div className={classes.shown}>
            <Comparison {...props} ready={ready} shown={shown} newest={newest} />
            {restore && !isNewest && !isSameValue(shown.value, newest.value) && (
              <div className={classes.restore}>
                <ProblemAlert error={restore.error} />
                <p className={classes.note}>
                  {restore.into === 'record' ? (
                    <Trans>It becomes the newest revision. The others stay.</Trans>
                  ) : (
                    <Trans>It replaces what is on the screen. Undo brings that back.</Trans>
                  )}
                </p>
                <Button loading={restore.isBusy ?? false} onClick={() => restore.run(shown)}>
                  {restore.into === 'record' ? (
                    <Trans>Take this one back</Trans>
                  ) : (
                    <Trans>Go on from this one</Trans>
                  )}
                </Button>
              </div>
            )}
          </div>
        </div>
      ) : (
        <Skeleton height="24rem" />
      )}
    </Dialog>
  );
}

interface RevisionsProps<R extends Revision> {
  list: RevisionHistoryProps<R>['list'];
  shown: R;
  onChoose: (number: number) => void;
}

/** A group of radio buttons: the arrow keys walk through the history. */
function Revisions<R extends Revision>({ list, shown, onChoose }: RevisionsProps<R>) {
  const { t } = useLingui();
  const { i18n } = useI18n();
  const name = useId();
  const current = useRef<HTMLInputElement>(null);
  const twins = useMemo(() => twinsOf(list.rows), [list.rows]);
  // They come after the dialog has taken the focus.
  useEffect(() => current.current?.focus(), []);
  return (
    <fieldset className={classes.revisions}>
      <legend className={classes.legend}>
        <Trans>Revisions</Trans>
      </legend>
      {list.rows.map((revision) => {
        const words = CAUSE_WORDS[revision.cause];
        const twin = twins.get(revision.number);
        return (
          <label key={revision.number} className={classes.revision}>
            <input
              type="radio"
              className={classes.radio}
              name={name}
              checked={revision.number === shown.number}
              ref={revision.number === shown.number ? current : undefined}
              onChange={() => onChoose(revision.number)}
            />
            <span className={classes.number}>{revision.number}</span>
            <span className={classes.about}>
              <span>
                {words ? i18n._(words) : revision.cause}
                {revision.author && ` · ${revision.author}`}
              </span>
              <span className={classes.note}>
                <RelativeTime value={revision.created_at} />
                {revision.seconds > 0 && ` · ${formatClock(revision.seconds)}`}
                {twin !== undefined && ` · ${t`as in ${twin}`}`}
              </span>
            </span>
          </label>
        );
      })}
      <LoadMore
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        count={list.rows.length}
      />
    </fieldset>
  );
}

/** By the number of a revision, an earlier one, not the one before it, that says the same. */
function twinsOf(revisions: readonly Revision[]): ReadonlyMap<number, number> {
  const twins = new Map<number, number>();
  for (const { number, schema_version: version, value } of revisions) {
    const twin = revisions.find(
      (other) =>
        other.number < number - 1 &&
        other.schema_version === version &&
        isSameValue(other.value, value),
    );
    if (twin) twins.set(number, twin.number);
  }
  return twins;
}

interface ComparisonProps<R extends Revision> extends RevisionHistoryProps<R> {
  ready: ScreenItem | null;
  shown: R;
  newest: R;
}

function Comparison<R extends Revision>(props: ComparisonProps<R>) {
  const { ready, list, schemas, shown, newest } = props;
  const { t, i18n } = useLingui();
  const [wanted, setCompared] = useState<Compared>('before');
  const [view, setView] = useState<View>('difference');
  const [picked, setPicked] = useState<{ in: number; region: string } | null>(null);
  const region = picked?.in === shown.number ? picked.region : null;
  const compared = shown.number === newest.number ? 'before' : wanted;
  const previous = list.rows.find(({ number }) => number === shown.number - 1);
  const sides = useMemo(() => {
    const side = (revision: R): Side | null => {
      const schema = schemas.get(revision.schema_version);
      // What the API gives is as its schema says.
      return schema ? { schema, value: revision.value as AnnotationValue } : null;
    };
    const is = side(shown);
    if (!is) return null;
    const nothing = { schema: is.schema, value: {} };
    const [before, after] =
      compared === 'newest'
        ? [is, side(newest)]
        : [shown.number === 1 ? nothing : previous ? side(previous) : null, is];
    return before && after ? { before, after } : null;
  }, [schemas, shown, newest, previous, compared]);
  const difference = useMemo(
    () => sides && valueDifference(sides.before.value, sides.after.value),
    [sides],
  );
  const drawn = useMemo(
    () =>
      sides && difference && drawnDifference(sides.before, sides.after, difference, i18n.locale),
    [sides, difference, i18n.locale],
  );
  const marked = useMemo(() => {
    if (region !== null) return [region, idBefore(region)];
    return view === 'difference' ? (drawn?.marked ?? []) : [];
  }, [drawn, region, view]);
  if (!sides || !difference || !drawn) return <Skeleton height="24rem" />;
  const side = view === 'difference' ? drawn : view === 'before' ? sides.before : sides.after;
  const words = view === 'after' ? sides.after : sides.before;
  return (
    <>
      <div className={classes.controls}>
        <SegmentedControl
          size="xs"
          aria-label={t`Compared with`}
          value={compared}
          disabled={shown.number === newest.number}
          onChange={(value) => setCompared(value as Compared)} // one of `data`
          data={[
            { value: 'before', label: t`What it changed` },
            { value: 'newest', label: t`What changed since` },
          ]}
        />
        <SegmentedControl
          size="xs"
          aria-label={t`What is drawn`}
          value={view}
          onChange={(value) => setView(value as View)} // one of `data`
          data={[
            { value: 'difference', label: t`Difference` },
            { value: 'before', label: t`Before` },
            { value: 'after', label: t`After` },
          ]}
        />
        {view === 'difference' && <Legend />}
      </div>
      <div className={classes.still} onWheelCapture={leaveWheelToPage}>
        <StillItem
          item={ready}
          schema={side.schema}
          value={side.value}
          marked={marked}
          label={t`Revision ${shown.number}`}
        />
      </div>
      {view !== 'difference' && <StillAnswers schema={words.schema} value={words.value} />}
      {isSame(difference) ? (
        <p className={classes.note}>
          <Trans>Nothing differs.</Trans>
        </p>
      ) : (
        <div className={classes.words}>
          <DifferenceList
            {...sides}
            difference={difference}
            chosen={region}
            onChoose={(id) => setPicked(id === null ? null : { in: shown.number, region: id })}
          />
        </div>
      )}
    </>
  );
}

function Legend() {
  const { t } = useLingui();
  const entries = [
    ['added', t`added`],
    ['removed', t`removed`],
    ['changed', t`changed`],
    ['was', t`where it was`],
  ] as const;
  return (
    <ul className={classes.key}>
      {entries.map(([look, word]) => (
        <li key={look}>
          <span style={{ '--standing': lookOf(look).colour }} aria-hidden="true" />
          {word}
        </li>
      ))}
    </ul>
  );
}
