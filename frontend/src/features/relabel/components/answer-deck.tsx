import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ColourSwatch } from '@/components/colour-swatch';
import { Shortcut } from '@/components/shortcut';
import { useCommands } from '@/lib/commands';
import { TAKE_AWAY, type PossibleAnswer } from '@/lib/possible-answers';
import { projectPath } from '@/lib/project-path';
import { ariaShortcut } from '@/lib/shortcuts';
import { KEYS } from '../model/keys';
import type { OldWords } from '../model/old-words';
import type { Ready, RelabelSession } from '../model/relabel-session';
import classes from './answer-deck.module.css';

interface AnswerDeckProps {
  ready: Ready;
  old: OldWords;
  answers: readonly PossibleAnswer[];
  slug: string;
  skipKey: string;
  canTakeBack: boolean;
  isTakingBack: boolean;
  session: RelabelSession;
}

/** The answers, large, where the hand is. */
export function AnswerDeck(props: AnswerDeckProps) {
  const { ready, old, answers, skipKey, canTakeBack, isTakingBack, session } = props;
  const { t } = useLingui();
  const { question } = ready;
  return (
    <div className={classes.deck}>
      <div className={classes.head}>
        <h2 className={classes.question}>
          {answers.length > 0 ? (
            question.part ? (
              <Trans>What is it now?</Trans>
            ) : (
              <Trans>What is the answer now?</Trans>
            )
          ) : (
            <Trans>This has to be done again by hand</Trans>
          )}
        </h2>
        <p className={classes.old}>
          <Trans>Until now:</Trans> {old.colour && <ColourSwatch colour={old.colour} />}
          <strong>{old.title}</strong>
        </p>
        <div className={classes.tools}>
          <Button
            variant="subtle"
            color="gray"
            disabled={!canTakeBack}
            loading={isTakingBack}
            leftSection={<IconArrowBackUp size={15} aria-hidden="true" />}
            rightSection={<Shortcut keys={KEYS.takeBack} />}
            aria-keyshortcuts={ariaShortcut(KEYS.takeBack)}
            onMouseDown={keepFocus}
            onClick={() => void session.takeBack()}
          >
            <Trans>Take back</Trans>
          </Button>
          <Button
            variant="default"
            rightSection={<Shortcut keys={skipKey} />}
            aria-keyshortcuts={ariaShortcut(skipKey)}
            onMouseDown={keepFocus}
            onClick={() => session.skip()}
          >
            <Trans>Skip</Trans>
          </Button>
        </div>
      </div>
      {answers.length > 0 ? (
        <div className={classes.answers} role="group" aria-label={t`Answers`}>
          {answers.map((answer) => (
            <AnswerButton
              key={answer.key}
              answer={answer}
              onChoose={() => session.answer(answer.key)}
            />
          ))}
        </div>
      ) : (
        <ByHand {...props} />
      )}
    </div>
  );
}

/** A click leaves the focus, and with it the keys, where they are. */
function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault();
}

function AnswerButton({ answer, onChoose }: { answer: PossibleAnswer; onChoose: () => void }) {
  const isTakeAway = answer.key === TAKE_AWAY;
  const style = answer.colour ? { '--label': answer.colour } : undefined;
  const words: ReactNode = isTakeAway ? <Trans>Take it away</Trans> : answer.title;
  return (
    <button
      type="button"
      className={classes.answer}
      data-away={isTakeAway || undefined}
      data-coloured={answer.colour !== null || undefined}
      style={style}
      aria-keyshortcuts={answer.shortcut && ariaShortcut(answer.shortcut)}
      onMouseDown={keepFocus}
      onClick={onChoose}
    >
      {isTakeAway && <IconTrash size={17} stroke={1.7} aria-hidden="true" />}
      <span className={classes.title}>{words}</span>
      {answer.shortcut && <Shortcut keys={answer.shortcut} />}
    </button>
  );
}

/** No answer can be chosen: what has to be done, and the way there. */
function ByHand({ ready: { question }, slug }: AnswerDeckProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const openIt = () =>
    void navigate({
      to: '/projects/$slug/label',
      params: { slug },
      search: { annotation: question.annotation, from: projectPath(slug, 'relabel') },
    });
  useCommands([
    {
      name: 'relabel.open',
      title: t`Open the annotation`,
      shortcut: KEYS.open,
      when: () => question.may_revise,
      run: openIt,
    },
  ]);
  return (
    <div className={classes.byHand}>
      <p>
        {question.may_revise ? (
          <Trans>
            There is no answer to choose. Open the annotation under the new schema, change the part,
            and save it; the question is then closed by itself.
          </Trans>
        ) : (
          <Trans>
            There is no answer to choose, and the work is not yours to open. Skip it: a curator or
            its author will do it again.
          </Trans>
        )}
      </p>
      {question.may_revise && (
        <Button
          onClick={openIt}
          rightSection={<Shortcut keys={KEYS.open} isOnAccent />}
          aria-keyshortcuts={ariaShortcut(KEYS.open)}
        >
          <Trans>Open the annotation</Trans>
        </Button>
      )}
    </div>
  );
}
