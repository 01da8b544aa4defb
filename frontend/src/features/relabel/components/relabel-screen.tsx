import { ActionIcon } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  IconArrowLeft,
  IconClockX,
  IconCloudUp,
  IconKeyboard,
  IconLayoutSidebarRightCollapse,
  IconLayoutSidebarRightExpand,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Project } from '@/api/project';
import { ColourSwatch } from '@/components/colour-swatch';
import { commandRegistry, useCommands, type Command } from '@/lib/commands';
import { formatNumber } from '@/lib/format';
import { possibleAnswers } from '@/lib/possible-answers';
import { projectPath } from '@/lib/project-path';
import { ariaShortcut } from '@/lib/shortcuts';
import { affectedPart, skipKey } from '../model/answers';
import { KEYS } from '../model/keys';
import { oldWords } from '../model/old-words';
import { kindOf, type OpenQuestion, type RelabelState } from '../model/relabel-session';
import { AnswerDeck } from './answer-deck';
import { QuestionStage } from './question-stage';
import classes from './relabel-screen.module.css';
import type { Relabelling } from './use-relabelling';
import { WhyPanel } from './why-panel';

interface RelabelScreenProps {
  relabelling: Relabelling;
  state: RelabelState;
  open: OpenQuestion;
  project: Project;
  onLeave: () => void;
}

/** One question: the part that it is about, what it was, and what it may be now. */
export function RelabelScreen({ relabelling, state, open, project, onLeave }: RelabelScreenProps) {
  const { t, i18n } = useLingui();
  const { session } = relabelling;
  const { ready } = open;
  const { question } = ready;
  const { locale } = i18n;
  const [isPanelOpen, setIsPanelOpen] = useState(true);
  const [isWhole, setIsWhole] = useState(false);
  const answers = useMemo(
    () => possibleAnswers(ready.after, question, locale),
    [ready.after, question, locale],
  );
  const affected = useMemo(() => affectedPart(ready.before, question), [ready.before, question]);
  const old = oldWords(ready.before, question, locale);
  const { done, total } = state.kinds[kindOf(question)] ?? { done: 0, total: 0 };
  const number = formatNumber(done + 1, locale);
  const of = formatNumber(Math.max(total, done + 1), locale);
  const skip = skipKey(answers);
  const canTakeBack = state.given.length > 0;

  const group = t`This question`;
  const commands: readonly Command[] = [
    ...answers.map((answer): Command => ({
      name: `relabel.answer.${answer.key}`,
      title: answer.title,
      group,
      shortcut: answer.shortcut,
      run: () => session.answer(answer.key),
    })),
    {
      name: 'relabel.take_back',
      title: t`Take the last answer back`,
      group,
      shortcut: KEYS.takeBack,
      when: () => canTakeBack,
      run: () => void session.takeBack(),
    },
    { name: 'relabel.skip', title: t`Skip`, group, shortcut: skip, run: () => session.skip() },
    {
      name: 'relabel.view',
      title: t`The whole image, and back to the place`,
      group,
      shortcut: KEYS.view,
      when: () => ready.item.kind === 'image' && affected.kind === 'region',
      run: () => setIsWhole(!isWhole),
    },
    {
      name: 'relabel.panel',
      title: t`Open or close the side panel`,
      group,
      shortcut: KEYS.panel,
      run: () => setIsPanelOpen(!isPanelOpen),
    },
  ];
  useCommands(commands);
  const label = t`${old.title}: ${number} of ${of}`;
  const panelWord = isPanelOpen ? t`Close the side panel` : t`Open the side panel`;

  return (
    <div className={classes.screen}>
      <header className={classes.bar}>
        <ActionIcon aria-label={t`Back to the project`} onClick={onLeave}>
          <IconArrowLeft size={17} stroke={1.7} />
        </ActionIcon>
        <h1 className={classes.place}>
          {old.colour && <ColourSwatch colour={old.colour} />}
          <span className={classes.kind}>{label}</span>
        </h1>
        <div className={classes.progress} aria-hidden="true">
          <div
            className={classes.done}
            style={{ width: `${(100 * done) / Math.max(1, total)}%` }}
          />
        </div>
        <div className={classes.state}>
          <Sending relabelling={relabelling} />
        </div>
        <ActionIcon
          aria-label={t`Keys on this screen`}
          title={t`Keys on this screen`}
          aria-keyshortcuts="?"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => commandRegistry.run('help.keys')}
        >
          <IconKeyboard size={17} stroke={1.7} />
        </ActionIcon>
        <ActionIcon
          aria-label={panelWord}
          title={panelWord}
          aria-keyshortcuts={ariaShortcut(KEYS.panel)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setIsPanelOpen(!isPanelOpen)}
        >
          {isPanelOpen ? (
            <IconLayoutSidebarRightCollapse size={17} stroke={1.7} />
          ) : (
            <IconLayoutSidebarRightExpand size={17} stroke={1.7} />
          )}
        </ActionIcon>
      </header>
      {state.tooLate && (
        <p className={classes.notice} role="status">
          <IconClockX size={16} aria-hidden="true" />
          <span>
            <Trans>
              It is too late to take that back: the annotation has gone on with your answer.
            </Trans>
          </span>
          {state.tooLate.may_revise && (
            <Link
              to="/projects/$slug/label"
              params={{ slug: project.slug }}
              search={{
                annotation: state.tooLate.annotation,
                from: projectPath(project.slug, 'relabel'),
              }}
            >
              <Trans>Open the annotation</Trans>
            </Link>
          )}
        </p>
      )}
      <main className={classes.stage}>
        <QuestionStage
          key={question.id}
          ready={ready}
          affected={affected}
          isWhole={isWhole}
          label={label}
        />
      </main>
      {isPanelOpen && <WhyPanel ready={ready} project={project} />}
      <footer className={classes.deck}>
        <AnswerDeck
          ready={ready}
          old={old}
          answers={answers}
          slug={project.slug}
          skipKey={skip}
          canTakeBack={canTakeBack}
          isTakingBack={state.isTakingBack}
          session={session}
        />
      </footer>
    </div>
  );
}

/** What has not arrived yet; silent while all is well. */
function Sending({ relabelling: { outbox } }: { relabelling: Relabelling }) {
  const { waiting, condition } = useSyncExternalStore(outbox.subscribe, outbox.getState);
  const count = waiting.filter(({ kind }) => kind === 'relabel').length;
  if (count === 0 || condition === 'idle' || condition === 'sending') return null;
  return (
    <span className={classes.word} role="status">
      <IconCloudUp size={15} aria-hidden="true" />
      <Plural value={count} one="# answer waits to be sent" other="# answers wait to be sent" />
    </span>
  );
}
