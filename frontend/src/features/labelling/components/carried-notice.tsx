import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconTransform } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { PartChange } from '@/api/carry';
import { schemaVersionQuery } from '@/api/versions';
import { ColourSwatch } from '@/components/colour-swatch';
import { Shortcut } from '@/components/shortcut';
import { isSpan, readLocated } from '@/editor/core/located';
import type { FieldValue } from '@/editor/core/value';
import type { ScreenModel } from '@/editor/screen/screen-model';
import { focusStage } from '@/editor/screen/stage';
import { useCommands, type Command } from '@/lib/commands';
import { possibleAnswers, TAKE_AWAY, type PossibleAnswer } from '@/lib/possible-answers';
import { colourOf, isPlainObject, titleOf, type SchemaDocument } from '@/lib/schema-document';
import { ariaShortcut } from '@/lib/shortcuts';
import type { CarriedWork } from '../model/carried-work';
import type { LabellingSession, OpenWork } from '../model/labelling-session';
import classes from './carried-notice.module.css';

const BeforeDialog = lazy(() => import('./before-dialog'));

interface CarriedNoticeProps {
  session: LabellingSession;
  work: OpenWork;
  carried: CarriedWork;
}

/** The schema moved under this work: what that did to it, and what only the person can decide, right here. */
export default function CarriedNotice({ session, work, carried }: CarriedNoticeProps) {
  const { t } = useLingui();
  const { isClosed } = useSyncExternalStore(carried.subscribe, carried.getState);
  const [isShowingBefore, setIsShowingBefore] = useState(false);
  const { data: version } = useQuery(schemaVersionQuery(work.subject.schemaVersion));
  const [first] = carried.waiting;
  if (isClosed && first === undefined) return null;
  const counts = countsOf(carried.changes);
  return (
    <section className={classes.notice} aria-label={t`The schema has changed`}>
      <IconTransform className={classes.icon} size={17} stroke={1.7} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.line} role="status">
          <strong>
            <Trans>The schema has changed, and your work was carried over.</Trans>
          </strong>{' '}
          {version?.note}
        </p>
        <Told carried={carried} counts={counts} />
        {first !== undefined && (
          <Decision
            key={first}
            at={first}
            carried={carried}
            session={session}
            screen={work.screen}
          />
        )}
      </div>
      <div className={classes.actions}>
        <Button size="xs" variant="default" onClick={() => setIsShowingBefore(true)}>
          <Trans>Show what it was</Trans>
        </Button>
        {first === undefined && (
          <Button size="xs" variant="default" onClick={() => carried.close()}>
            <Trans>Got it</Trans>
          </Button>
        )}
      </div>
      <Suspense fallback={null}>
        {isShowingBefore && (
          <BeforeDialog
            before={carried.before}
            item={work.screen.item}
            onClose={() => {
              setIsShowingBefore(false);
              requestAnimationFrame(() => focusStage());
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

interface Counts {
  readonly changed: number;
  readonly dropped: number;
}

function countsOf(changes: readonly PartChange[]): Counts {
  const of = (...outcomes: readonly string[]) =>
    changes.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return { changed: of('lossless', 'lossy'), dropped: of('dropped') };
}

function Told({ carried, counts: { changed, dropped } }: { carried: CarriedWork; counts: Counts }) {
  const lost = carried.changes.filter(({ outcome }) => outcome === 'dropped');
  if (carried.changes.length === 0)
    return (
      <p className={classes.line}>
        <Trans>Nothing in this item had to change.</Trans>
      </p>
    );
  return (
    <ul className={classes.told}>
      {changed > 0 && (
        <li>
          <Plural
            value={changed}
            one="# part changed by itself"
            other="# parts changed by themselves"
          />
        </li>
      )}
      {dropped > 0 && (
        <li>
          <Plural
            value={dropped}
            one="# part is not there any more"
            other="# parts are not there any more"
          />
          {': '}
          {[...new Set(lost.map(({ reason }) => reason))].join('; ')}
        </li>
      )}
    </ul>
  );
}

interface DecisionProps {
  at: number;
  carried: CarriedWork;
  session: LabellingSession;
  screen: ScreenModel;
}

/** What only a person knows: one part at a time, its answers on Alt and a digit, because the digits alone are labels. */
function Decision({ at, carried, session, screen }: DecisionProps) {
  const { t, i18n } = useLingui();
  const change = carried.changes[at] as PartChange; // a place among them
  const left = carried.waiting.length;
  const words = useShownPart(screen, carried.before.schema, change);
  const answers = possibleAnswers(
    screen.schema,
    { field: change.field, candidates: change.candidates.map(({ key }) => key) },
    i18n.locale,
  );
  const group = t`The schema has changed`;
  const decide = (key: string | null) => session.decide(at, key);
  const titleOfAnswer = (answer: PossibleAnswer) =>
    answer.key === TAKE_AWAY ? t`Take it away` : answer.title;
  useCommands([
    ...answers.slice(0, 9).map((answer, n): Command => ({
      name: `labelling.decide.${n + 1}`,
      title: titleOfAnswer(answer),
      group,
      shortcut: `alt+${n + 1}`,
      run: () => decide(answer.key),
    })),
    {
      name: 'labelling.decide.leave',
      title: t`Leave it out`,
      group,
      shortcut: 'alt+0',
      run: () => decide(null),
    },
  ]);
  return (
    <div className={classes.decision} role="group" aria-label={group}>
      <p className={classes.line}>
        <Plural value={left} one="One part needs you" other="# parts need you" />
        {': '}
        <strong>{oldTitle(carried.before.schema, change, i18n.locale)}</strong>
        {words && <q className={classes.quote}>{words}</q>}
        {change.reason && <span className={classes.reason}> – {change.reason}</span>}
      </p>
      <div className={classes.answers}>
        {answers.map((answer, n) => (
          <button
            key={answer.key}
            type="button"
            className={classes.answer}
            aria-keyshortcuts={n < 9 ? ariaShortcut(`alt+${n + 1}`) : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => decide(answer.key)}
          >
            {answer.colour && <ColourSwatch colour={answer.colour} />}
            {titleOfAnswer(answer)}
            {n < 9 && <Shortcut keys={`alt+${n + 1}`} />}
          </button>
        ))}
        <button
          type="button"
          className={classes.answer}
          data-quiet
          aria-keyshortcuts={ariaShortcut('alt+0')}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => decide(null)}
        >
          {answers.length > 0 ? <Trans>Leave it out</Trans> : <Trans>I do it by hand</Trans>}
          <Shortcut keys="alt+0" />
        </button>
      </div>
    </div>
  );
}

/** The part is in the work no more; it is drawn where it was, and of a span the words are given. */
function useShownPart(screen: ScreenModel, before: SchemaDocument, change: PartChange): string {
  const { image } = useSyncExternalStore(screen.mounted.subscribe, screen.mounted.get);
  const part = useMemo(() => affectedRegion(before, change), [before, change]);
  useEffect(() => {
    if (!image || !part) return undefined;
    image.overlay.show({ draft: { geometry: part.geometry, colour: part.colour } });
    return () => image.overlay.show({ draft: null });
  }, [image, part]);
  if (!part || screen.item.kind !== 'text' || !isSpan(part.geometry)) return '';
  return [...screen.item.text].slice(part.geometry.start, part.geometry.end).join('');
}

function affectedRegion(before: SchemaDocument, { field: key, part, before: plain }: PartChange) {
  const field = before.fields.find((each) => each.key === key);
  if (!field || !part || !isPlainObject(plain) || !('label' in plain)) return null;
  const list = { [field.type]: [plain] } as unknown as FieldValue; // of the shape that the field's type says
  const region = readLocated(key, list)?.[0];
  const label = field.labels?.find((each) => each.key === region?.label);
  return region ? { geometry: region.geometry, colour: colourOf(label ?? {}) } : null;
}

function oldTitle(schema: SchemaDocument, { field: key, label }: PartChange, locale: string) {
  const field = schema.fields.find((each) => each.key === key);
  const parts = [...(field?.labels ?? []), ...(field?.options ?? [])];
  const found = parts.find((each) => each.key === label) ?? field;
  return found ? titleOf(found, locale) : label || key;
}
