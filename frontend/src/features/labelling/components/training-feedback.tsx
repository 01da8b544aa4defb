import { Button, Loader } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconCirclePlus,
  type Icon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Feedback } from '@/api/types';
import { schemaVersionQuery } from '@/api/versions';
import { Shortcut } from '@/components/shortcut';
import type { AnnotationValue } from '@/editor/core/value';
import { answerWords } from '@/editor/screen/mini-view';
import { StillItem } from '@/editor/screen/still-item';
import { useCommands } from '@/lib/commands';
import { formatNumber, formatPercent } from '@/lib/format';
import { readDocument, titleOf, type SchemaDocument } from '@/lib/schema-document';
import { ariaShortcut } from '@/lib/shortcuts';
import { useDelayed } from '@/lib/use-delayed';
import {
  drawFeedback,
  FOUND_COLOURS,
  type AnsweredUnit,
  type DrawnUnit,
  type Found,
} from '../model/drawn-feedback';
import type { LookedBack } from '../model/labelling-session';
import { Sending } from './sending';
import classes from './training-feedback.module.css';
import type { Sitting } from './use-labelling-session';
import { useWayBack } from './use-way-back';

interface TrainingFeedbackProps {
  sitting: Sitting;
  looked: LookedBack;
  slug: string;
}

/** After a task of a training: the own answer and what was meant, on the item. */
export default function TrainingFeedback({ sitting, looked, slug }: TrainingFeedbackProps) {
  const { told, prepared } = looked;
  const schema = useQuery({
    ...schemaVersionQuery(told?.schema_version ?? ''),
    enabled: told !== null,
  });
  const document = useMemo(
    () => (schema.data ? readDocument(schema.data.document) : null),
    [schema.data],
  );
  if (!told) return <Waiting sitting={sitting} slug={slug} />;
  // What cannot be fetched is the schema that it was labelled with, which is nearly always the same.
  const shown = document ?? (schema.isError ? prepared.schema : null);
  return shown ? (
    <Told key={looked.entry} sitting={sitting} looked={looked} told={told} schema={shown} />
  ) : (
    <main className={classes.centre} aria-busy="true" />
  );
}

/** The answer is on its way; without network it waits on this computer. */
function Waiting({ sitting, slug }: { sitting: Sitting; slug: string }) {
  const { t } = useLingui();
  const isLong = useDelayed(true);
  const back = useWayBack(slug);
  return (
    <main className={classes.centre} aria-busy="true">
      {isLong && (
        <div className={classes.waiting}>
          <Loader size="sm" aria-label={t`What was meant is on its way`} />
          <Sending sitting={sitting} />
          <Button variant="default" onClick={back.go}>
            <Trans>Back to my work</Trans>
          </Button>
        </div>
      )}
    </main>
  );
}

interface ToldProps {
  sitting: Sitting;
  looked: LookedBack;
  told: Feedback;
  schema: SchemaDocument;
}

function Told({ sitting, looked, told, schema }: ToldProps) {
  const { t, i18n } = useLingui();
  const { locale } = i18n;
  const words = useFoundWords();
  const { item } = looked.prepared.ready;
  const [marked, setMarked] = useState<string | null>(null);
  const nameOf = useCallback(
    (field: string, key: string) => {
      const found = schema.fields.find((each) => each.key === field);
      const label = found?.labels?.find((each) => each.key === key);
      return label ? titleOf(label, locale) : key;
    },
    [schema, locale],
  );
  const drawn = useMemo(
    () =>
      drawFeedback(
        told,
        schema,
        ({ found, field, label }) => `${words[found]}: ${nameOf(field, label)}`,
      ),
    [told, schema, words, nameOf],
  );
  const marks = useMemo(() => (marked ? [marked] : []), [marked]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const goOn = () => sitting.session.goOn();
  useCommands([
    {
      name: 'labelling.feedback_next',
      title: t`Go on`,
      shortcut: 'enter',
      when: () => !document.activeElement?.matches('button, a[href]'),
      run: goOn,
    },
  ]);
  const { standing, score } = told;
  const done = formatNumber(standing.done, locale);
  const total = formatNumber(standing.total, locale);
  const share = score === null ? null : formatPercent(score, locale);
  const soFar = standing.score === null ? '–' : formatPercent(standing.score, locale);
  const passMark = formatPercent(standing.pass_mark / 100, locale);
  return (
    <main className={classes.page}>
      <header className={classes.header}>
        <div>
          <h1 ref={heading} className={classes.title} tabIndex={-1}>
            {share === null ? (
              <Trans>This item does not count</Trans>
            ) : score === 1 ? (
              <Trans>All right: {share}</Trans>
            ) : (
              <Trans>{share} right</Trans>
            )}
          </h1>
          <p className={classes.line}>
            {share === null ? (
              <Trans>Its gold answer was changed while you worked on it.</Trans>
            ) : (
              <Trans>Your answer beside the one that was meant.</Trans>
            )}
          </p>
        </div>
        <dl className={classes.figures}>
          <div>
            <dt>
              <Trans>Done</Trans>
            </dt>
            <dd>
              <Trans>
                {done} of {total}
              </Trans>
            </dd>
          </div>
          <div>
            <dt>
              <Trans>Right so far</Trans>
            </dt>
            <dd>{soFar}</dd>
          </div>
          <div>
            <dt>
              <Trans>Needed to pass</Trans>
            </dt>
            <dd>{passMark}</dd>
          </div>
        </dl>
      </header>
      <div className={classes.body}>
        <div className={classes.stage}>
          <StillItem
            item={item}
            schema={drawn.schema}
            value={drawn.value}
            marked={marks}
            label={t`Your answer and what was meant`}
          />
        </div>
        <div className={classes.side}>
          {drawn.units.length > 0 && (
            <Units units={drawn.units} nameOf={nameOf} marked={marked} onMark={setMarked} />
          )}
          {drawn.answers.length > 0 && (
            <Answers answers={drawn.answers} told={told} schema={schema} />
          )}
          {drawn.units.length === 0 && drawn.answers.length === 0 && share !== null && (
            <p className={classes.line}>
              <Trans>There was nothing to be found here, and you found nothing.</Trans>
            </p>
          )}
        </div>
      </div>
      <footer className={classes.footer}>
        <Button
          rightSection={<Shortcut keys="enter" isOnAccent />}
          aria-keyshortcuts={ariaShortcut('enter')}
          onClick={goOn}
        >
          <Trans>Go on</Trans>
        </Button>
      </footer>
    </main>
  );
}

const ICONS: Record<Found, Icon> = {
  correct: IconCircleCheck,
  wrong: IconAlertTriangle,
  missed: IconCircleMinus,
  extra: IconCirclePlus,
};
/** What is to be learned from comes first. */
const ORDER: readonly Found[] = ['wrong', 'missed', 'extra', 'correct'];

function useFoundWords(): Record<Found, string> {
  const { t } = useLingui();
  return useMemo(
    () => ({
      correct: t`right`,
      wrong: t`another label`,
      missed: t`missed`,
      extra: t`too much`,
    }),
    [t],
  );
}

interface UnitsProps {
  units: readonly DrawnUnit[];
  nameOf: (field: string, key: string) => string;
  marked: string | null;
  onMark: (id: string | null) => void;
}

/** The parts, by how they were answered. Choosing one picks it out on the item. */
function Units({ units, nameOf, marked, onMark }: UnitsProps) {
  const words = useFoundWords();
  return ORDER.map((found) => {
    const these = units.filter((unit) => unit.found === found);
    const Sign = ICONS[found];
    if (these.length === 0) return null;
    return (
      <section key={found} className={classes.group}>
        <h2 className={classes.found} style={{ '--label': FOUND_COLOURS[found] }}>
          <Sign size={16} aria-hidden="true" />
          {words[found]} · {these.length}
        </h2>
        <ul className={classes.units}>
          {these.map((unit) => {
            const label = nameOf(unit.field, unit.label);
            const said = unit.said === null ? null : nameOf(unit.field, unit.said);
            return (
              <li key={unit.id}>
                <button
                  type="button"
                  className={classes.unit}
                  aria-pressed={marked === unit.id}
                  onClick={() => onMark(marked === unit.id ? null : unit.id)}
                >
                  {said === null ? (
                    label
                  ) : (
                    <Trans>
                      {label}, not {said}
                    </Trans>
                  )}
                </button>
              </li>
            );
          })}
        </ul>
      </section>
    );
  });
}

interface AnswersProps {
  answers: readonly AnsweredUnit[];
  told: Feedback;
  schema: SchemaDocument;
}

/** Answers about the item as a whole: mine, and the one that was meant. */
function Answers({ answers, told, schema }: AnswersProps) {
  const { t, i18n } = useLingui();
  const { locale } = i18n;
  const inWords = (value: unknown, field: string) => {
    const answer = (value as AnnotationValue | null)?.[field]; // the server checked its shape
    return answer ? answerWords(schema, field, answer, locale) : '–';
  };
  return answers.map(({ field, found }) => {
    const isRight = found === 'correct';
    const Sign = isRight ? ICONS.correct : ICONS.wrong;
    const known = schema.fields.find(({ key }) => key === field);
    return (
      <section key={field} className={classes.group}>
        <h2
          className={classes.found}
          style={{ '--label': FOUND_COLOURS[isRight ? found : 'wrong'] }}
        >
          <Sign size={16} aria-label={isRight ? t`right` : t`wrong`} />
          {known ? titleOf(known, locale) : field}
        </h2>
        <dl className={classes.answers}>
          <div>
            <dt>
              <Trans>You said</Trans>
            </dt>
            <dd>{inWords(told.own, field)}</dd>
          </div>
          {!isRight && (
            <div>
              <dt>
                <Trans>What was meant</Trans>
              </dt>
              <dd>{inWords(told.gold, field)}</dd>
            </div>
          )}
        </dl>
      </section>
    );
  });
}
