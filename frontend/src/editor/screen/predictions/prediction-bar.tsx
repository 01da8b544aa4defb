import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconSparkles } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import { Shortcut } from '@/components/shortcut';
import { useCommands } from '@/lib/commands';
import { formatPercent } from '@/lib/format';
import { titleOf } from '@/lib/schema-document';
import { useKeyOf } from '@/lib/own-keys';
import { ariaShortcut } from '@/lib/shortcuts';
import type { EditorState } from '../../core/state';
import { answerWords } from '../mini-view';
import { keepFocus, useScreen, useScreenState } from '../screen-context';
import type { Prediction } from '../screen-model';
import { isSure, openPredictions } from './open-predictions';
import classes from './prediction-bar.module.css';

const TAKE = 'shift+y';
const TURN_DOWN = 'shift+n';
const KEPT = 'labelwright.sure-enough';
const DEFAULT_THRESHOLD = 0.5;

const documentOf = (state: EditorState) => state.document;
const selectionOf = (state: EditorState) => state.selection;

/** What a model says about this item and nobody else yet: taken over or turned down, one by one or by how sure it is. */
export default function PredictionBar({ prediction }: { prediction: Prediction }) {
  const screen = useScreen();
  const { editor } = screen;
  const { t, i18n } = useLingui();
  const document = useScreenState(documentOf);
  const selection = useScreenState(selectionOf);
  const id = useId();
  const [threshold, setThreshold] = useState(keptThreshold);
  const { regions, answers } = useMemo(
    () => openPredictions(document, prediction, screen.schema.fields),
    [document, prediction, screen],
  );
  const selected = regions.filter((region) => selection.includes(region.id));
  const sure =
    selected.length > 0 ? selected : regions.filter((each) => isSure(each.predicted, threshold));
  const sureAnswers =
    selected.length > 0 ? [] : answers.filter(({ score }) => isSure(score, threshold));
  const open = regions.length + answers.length;
  const count = sure.length + sureAnswers.length;
  const hasScores = Object.keys(prediction.scores).length > 0;

  const take = () => {
    const gesture = editor.begin();
    editor.takeOver(sure.map((region) => region.id));
    for (const { field, answer } of sureAnswers) editor.answer(field, answer);
    gesture.commit();
  };
  const turnDown = () => {
    const unwanted = selected.length > 0 ? selected : regions;
    editor.delete(unwanted.map((region) => region.id));
  };
  const takeKey = useKeyOf('editor.take_prediction', TAKE);
  const turnDownKey = useKeyOf('editor.turn_down_prediction', TURN_DOWN);
  const group = t`Predictions`;
  useCommands([
    {
      name: 'editor.take_prediction',
      title: t`Take over what the model says`,
      group,
      shortcut: TAKE,
      when: () => count > 0,
      run: take,
    },
    {
      name: 'editor.turn_down_prediction',
      title: t`Turn down what the model says`,
      group,
      shortcut: TURN_DOWN,
      when: () => regions.length > 0,
      run: turnDown,
    },
  ]);
  if (open === 0 || editor.isReadOnly) return null;
  const { model } = prediction;
  const percent = formatPercent(threshold, i18n.locale);
  return (
    <section className={classes.bar} aria-label={t`Predictions`}>
      <IconSparkles size={16} aria-hidden="true" className={classes.icon} />
      <span className={classes.model}>{model}</span>
      <span className={classes.count} role="status">
        <Plural value={open} one="# prediction to decide" other="# predictions to decide" />
      </span>
      {answers.map(({ field, answer, score }) => {
        const found = screen.field(field);
        return (
          <button
            key={field}
            type="button"
            className={classes.answer}
            title={t`Take over`}
            onMouseDown={keepFocus}
            onClick={() => editor.answer(field, answer)}
          >
            {found ? titleOf(found, i18n.locale) : field}:{' '}
            <strong>{answerWords(screen.schema, field, answer, i18n.locale)}</strong>
            {score !== null && ` ${formatPercent(score, i18n.locale)}`}
          </button>
        );
      })}
      <span className={classes.actions}>
        {hasScores && (
          <label className={classes.sure} htmlFor={id}>
            <Trans>sure enough from {percent}</Trans>
            <input
              id={id}
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={threshold}
              onChange={(event) => setThreshold(keepThreshold(Number(event.currentTarget.value)))}
            />
          </label>
        )}
        <Button
          size="compact-sm"
          disabled={count === 0}
          rightSection={takeKey && <Shortcut keys={takeKey} isOnAccent />}
          aria-keyshortcuts={takeKey && ariaShortcut(takeKey)}
          onMouseDown={keepFocus}
          onClick={take}
        >
          {selected.length > 0 ? (
            <Plural value={count} one="Take over the selected" other="Take over the # selected" />
          ) : (
            <Plural value={count} one="Take over #" other="Take over #" />
          )}
        </Button>
        {regions.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            rightSection={turnDownKey && <Shortcut keys={turnDownKey} />}
            aria-keyshortcuts={turnDownKey && ariaShortcut(turnDownKey)}
            onMouseDown={keepFocus}
            onClick={turnDown}
          >
            {selected.length > 0 ? <Trans>Turn it down</Trans> : <Trans>Turn down the rest</Trans>}
          </Button>
        )}
      </span>
    </section>
  );
}

function keptThreshold(): number {
  try {
    const kept = Number(localStorage.getItem(KEPT) ?? DEFAULT_THRESHOLD);
    return kept >= 0 && kept <= 1 ? kept : DEFAULT_THRESHOLD;
  } catch {
    return DEFAULT_THRESHOLD;
  }
}

function keepThreshold(threshold: number): number {
  try {
    localStorage.setItem(KEPT, String(threshold));
  } catch {
    // A browser that keeps nothing: it holds until the next item.
  }
  return threshold;
}
