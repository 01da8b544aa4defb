import { Button, Radio, Textarea } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconUsers } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Shortcut } from '@/components/shortcut';
import { useCommands } from '@/lib/commands';
import { conflictsIn, type Choice, type Choices, type MergedSection } from '../text/merge';
import { DraftDifference } from './draft-difference';
import classes from './merge-view.module.css';

interface MergeViewProps {
  sections: readonly MergedSection[];
  /** Decided before the window was closed. */
  begun: Choices;
  onChoices: (choices: Choices) => void;
  onDone: (choices: Choices) => void;
}

/** What two people made of one draft: what is put together already, and the sections that both changed, to be decided. */
export function MergeView({ sections, begun, onChoices, onDone }: MergeViewProps) {
  const { t } = useLingui();
  const [choices, setChoices] = useState(begun);
  const conflicts = conflictsIn(sections);
  const [current, setCurrent] = useState(() => firstOpen(conflicts, begun));
  const list = useRef<HTMLOListElement>(null);
  const left = conflicts.filter(({ key }) => !choices[key]).length;

  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[data-current]')?.focus();
  }, [current]);

  const choose = (section: MergedSection, choice: Choice) => {
    const next = { ...choices, [section.key]: choice };
    setChoices(next);
    onChoices(next);
  };
  const go = (by: number) => setCurrent(Math.max(0, Math.min(conflicts.length - 1, current + by)));
  const take = (side: Choice['take']) => {
    const section = conflicts[current];
    if (!section) return;
    choose(section, choiceOf(side, section, choices[section.key]));
    if (side !== 'hand') go(1);
  };
  const finish = () => {
    if (left === 0) onDone(choices);
  };

  useCommands([
    { name: 'merge.mine', title: t`Take mine`, shortcut: '1', run: () => take('mine') },
    { name: 'merge.theirs', title: t`Take theirs`, shortcut: '2', run: () => take('theirs') },
    { name: 'merge.hand', title: t`Write it by hand`, shortcut: '3', run: () => take('hand') },
    {
      name: 'merge.next',
      title: t({ message: 'Next section', context: 'of a merge' }),
      shortcut: 'j',
      run: () => go(1),
    },
    {
      name: 'merge.previous',
      title: t({ message: 'Previous section', context: 'of a merge' }),
      shortcut: 'k',
      run: () => go(-1),
    },
    {
      name: 'merge.done',
      title: t`Go on with this text`,
      shortcut: 'mod+enter',
      isInInputs: true,
      when: () => left === 0,
      run: finish,
    },
  ]);

  const others = sections.filter(({ side }) => side === 'mine' || side === 'theirs');
  return (
    <section className={classes.merge} aria-label={t`Both changed the same sections`}>
      <header className={classes.head}>
        <IconUsers className={classes.icon} size={18} stroke={1.8} aria-hidden="true" />
        <div className={classes.words}>
          <h2 className={classes.title}>
            <Trans>You and somebody else changed the same sections</Trans>
          </h2>
          <p className={classes.detail}>
            {left > 0 ? (
              <Plural
                value={left}
                one="One section is to be decided. Until then nothing of yours or theirs is overwritten."
                other="# sections are to be decided. Until then nothing of yours or theirs is overwritten."
              />
            ) : (
              <Trans>All is decided.</Trans>
            )}
          </p>
        </div>
        <Button disabled={left > 0} onClick={finish} aria-keyshortcuts="Control+Enter">
          <Trans>Go on with this text</Trans>
        </Button>
      </header>
      <ol ref={list} className={classes.list}>
        {conflicts.map((section, index) => (
          <li
            key={section.key}
            tabIndex={-1}
            className={classes.conflict}
            aria-label={section.title || t`The beginning`}
            data-current={index === current || undefined}
            onFocus={() => setCurrent(index)}
          >
            <Conflict
              section={section}
              choice={choices[section.key]}
              onChoose={(choice) => choose(section, choice)}
            />
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <div className={classes.others}>
          <h3 className={classes.subtitle}>
            <Trans>Put together without asking</Trans>
          </h3>
          {others.map((section) => (
            <details key={section.key} className={classes.other}>
              <summary>
                <span className={classes.name}>{section.title || t`The beginning`}</span>
                <span className={classes.whose}>
                  {section.side === 'mine' ? (
                    <Trans>Only you changed it</Trans>
                  ) : (
                    <Trans>Only they changed it</Trans>
                  )}
                </span>
              </summary>
              <DraftDifference
                before={section.base ?? ''}
                after={(section.side === 'mine' ? section.mine : section.theirs) ?? ''}
              />
            </details>
          ))}
        </div>
      )}
    </section>
  );
}

function Conflict({
  section,
  choice,
  onChoose,
}: {
  section: MergedSection;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}) {
  const { t } = useLingui();
  const title = section.title || t`The beginning`;
  return (
    <>
      <h3 className={classes.section}>{title}</h3>
      <div className={classes.sides}>
        <Side title={t({ message: 'Before', context: 'of a merge' })} before={section.base} />
        <Side
          title={t({ message: 'Yours', context: 'of a merge' })}
          before={section.base}
          after={section.mine}
          isTaken={choice?.take === 'mine'}
        />
        <Side
          title={t({ message: 'Theirs', context: 'of a merge' })}
          before={section.base}
          after={section.theirs}
          isTaken={choice?.take === 'theirs'}
        />
      </div>
      <Radio.Group
        aria-label={t`What becomes of ${title}?`}
        value={choice?.take ?? ''}
        onChange={(value) => onChoose(choiceOf(value as Choice['take'], section, choice))} // from the radios below
      >
        <div className={classes.choices}>
          <Radio value="mine" label={<Named shortcut="1">{t`Take mine`}</Named>} />
          <Radio value="theirs" label={<Named shortcut="2">{t`Take theirs`}</Named>} />
          <Radio value="hand" label={<Named shortcut="3">{t`Write it by hand`}</Named>} />
        </div>
      </Radio.Group>
      {choice?.take === 'hand' && (
        <Textarea
          className={classes.hand}
          aria-label={t`${title}, written by hand`}
          autosize
          minRows={4}
          autoFocus
          value={choice.text}
          onChange={(event) => onChoose({ take: 'hand', text: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function Named({ shortcut, children }: { shortcut: string; children: string }) {
  return (
    <span className={classes.named}>
      {children} <Shortcut keys={shortcut} />
    </span>
  );
}

/** With `after`: what it made of `before`. */
function Side({
  title,
  before,
  after,
  isTaken = false,
}: {
  title: string;
  before: string | null;
  after?: string | null;
  isTaken?: boolean;
}) {
  return (
    <div className={classes.side} data-taken={isTaken || undefined}>
      <p className={classes.sideTitle}>{title}</p>
      {after === undefined ? (
        before === null ? (
          <p className={classes.none}>
            <Trans>It was not there.</Trans>
          </p>
        ) : (
          <DraftDifference before={before} after={before} isWhole />
        )
      ) : after === null ? (
        <p className={classes.none}>
          <Trans>Taken out</Trans>
        </p>
      ) : (
        <DraftDifference before={before ?? ''} after={after} isWhole />
      )}
    </div>
  );
}

function choiceOf(side: Choice['take'], section: MergedSection, old: Choice | undefined): Choice {
  if (side !== 'hand') return { take: side };
  if (old?.take === 'hand') return old;
  return { take: 'hand', text: (old ? section[old.take] : section.mine) ?? section.theirs ?? '' };
}

function firstOpen(conflicts: readonly MergedSection[], choices: Choices): number {
  return Math.max(
    0,
    conflicts.findIndex(({ key }) => !choices[key]),
  );
}
