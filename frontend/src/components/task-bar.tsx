import { useLingui } from '@lingui/react';
import { Link } from '@tanstack/react-router';
import { formatNumber } from '@/lib/format';
import { TASK_STATES, type TaskState } from '@/lib/task-states';
import { ColourSwatch } from './colour-swatch';
import { SplitBar } from './split-bar';
import classes from './task-bar.module.css';
import { TASK_COLOURS, useTaskWords } from './task-words';

interface TaskBarProps {
  counts: Readonly<Record<TaskState, number>>;
  label: string;
  /** Only the line itself. */
  isBare?: boolean;
  /** Where the tasks of a state are listed: each number is a door. */
  to?: string;
  /** The state that is shown now. */
  current?: string;
}

/** How far tasks are, by state. */
export function TaskBar({ counts, label, isBare = false, to, current }: TaskBarProps) {
  const { i18n } = useLingui();
  const words = useTaskWords();
  const parts = TASK_STATES.map((state) => ({
    key: state,
    label: words[state],
    value: counts[state],
    colour: TASK_COLOURS[state],
  }));
  const shown = TASK_STATES.filter((state) => counts[state] > 0 || state === current);
  return (
    <div className={classes.bar}>
      <SplitBar parts={parts} label={label} isBare />
      {!isBare && (
        <ul className={classes.legend}>
          {shown.map((state) => {
            const entry = (
              <Entry state={state} word={words[state]} locale={i18n.locale} counts={counts} />
            );
            return (
              <li key={state}>
                {to ? (
                  <Link
                    to={to}
                    search={{ state: state === current ? undefined : state }}
                    className={classes.door}
                    data-on={state === current || undefined}
                    aria-current={state === current || undefined}
                  >
                    {entry}
                  </Link>
                ) : (
                  <span className={classes.entry}>{entry}</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

interface EntryProps {
  state: TaskState;
  word: string;
  locale: string;
  counts: Readonly<Record<TaskState, number>>;
}

function Entry({ state, word, locale, counts }: EntryProps) {
  return (
    <>
      <ColourSwatch colour={TASK_COLOURS[state]} />
      <span>{word}</span>
      <span className={classes.value}>{formatNumber(counts[state], locale)}</span>
    </>
  );
}
