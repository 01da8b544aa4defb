import { ActionIcon, Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconArrowLeft, IconKeyboard } from '@tabler/icons-react';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { useGuideline } from '@/api/guideline-examples';
import { Shortcut } from '@/components/shortcut';
import { StatusBadge } from '@/components/status-badge';
import { AnnotationScreen, type PanelTab } from '@/editor/screen/annotation-screen';
import { useScreenCommands } from '@/editor/screen/command-words';
import { useFaultWords } from '@/editor/screen/fault-words';
import { ScreenContext } from '@/editor/screen/screen-context';
import { hasRoomForPanel } from '@/editor/screen/panel-room';
import { focusStage } from '@/editor/screen/stage';
import { commandRegistry, useCommands, type Command } from '@/lib/commands';
import { formatClock } from '@/lib/format';
import { useKeyOf } from '@/lib/own-keys';
import { ariaShortcut } from '@/lib/shortcuts';
import type { OpenReview } from '../model/review-session';
import { HistoryPanel } from './history-panel';
import classes from './review-screen.module.css';
import type { Reviewing } from './use-review-session';

const ReturnDialog = lazy(() => import('./return-dialog'));

const KEYS = { accept: 'enter', fix: 'shift+e', giveBack: 'shift+x', panel: '\\' } as const;

interface ReviewScreenProps {
  project: string;
  reviewing: Reviewing;
  open: OpenReview;
  onLeave: () => void;
}

export function ReviewScreen({ project, reviewing, open, onLeave }: ReviewScreenProps) {
  const { t } = useLingui();
  const { session, outbox } = reviewing;
  const { review, screen, isFixing } = open;
  const [tab, setTab] = useState<PanelTab>('regions');
  const [isPanelOpen, setIsPanelOpen] = useState(hasRoomForPanel);
  const [isReturning, setIsReturning] = useState(false);
  const guideline = useGuideline(review.guideline_version);
  const accept = () => {
    if (!isFixing) return session.accept();
    const [first] = session.saveFix();
    if (first) screen.goTo(first);
    return undefined;
  };

  useScreenCommands(screen);
  const group = t`Review`;
  const commands: readonly Command[] = [
    {
      name: 'review.accept',
      title: isFixing ? t`Save the fix and accept` : t`Accept`,
      group,
      shortcut: KEYS.accept,
      when: isEnterFree,
      run: accept,
    },
    {
      name: 'review.accept_anywhere',
      title: isFixing ? t`Save the fix, also from a text field` : t`Accept, also from a text field`,
      group,
      shortcut: 'mod+enter',
      isInInputs: true,
      isHiddenInPalette: true,
      run: accept,
    },
    {
      name: 'review.fix',
      title: t`Fix it myself`,
      group,
      shortcut: KEYS.fix,
      when: () => !isFixing,
      run: () => session.beginFix(),
    },
    {
      name: 'review.return',
      title: t`Send it back with a reason`,
      group,
      shortcut: KEYS.giveBack,
      when: () => !isFixing,
      run: () => setIsReturning(true),
    },
    {
      name: 'review.panel',
      title: t`Open or close the side panel`,
      group,
      shortcut: KEYS.panel,
      run: () => setIsPanelOpen(!isPanelOpen),
    },
    {
      name: 'review.guideline',
      title: t`Open the guideline`,
      group,
      shortcut: 'shift+g',
      run: () => {
        setIsPanelOpen(true);
        setTab('guideline');
      },
    },
    {
      name: 'review.regions',
      title: t`Go to the list of regions`,
      group,
      shortcut: 'shift+r',
      run: () => {
        setIsPanelOpen(true);
        setTab('regions');
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[role=tree]')?.focus());
      },
    },
  ];
  useCommands(commands);

  const last = review.history.at(-1);
  return (
    <>
      <AnnotationScreen
        screen={screen}
        guideline={guideline}
        tab={tab}
        onTab={setTab}
        isPanelOpen={isPanelOpen}
        label={t`Work of ${review.author_pseudonym}`}
        bar={
          <div className={classes.bar}>
            <ActionIcon aria-label={t`Leave the review`} onClick={onLeave}>
              <IconArrowLeft size={17} stroke={1.7} />
            </ActionIcon>
            <h1 className={classes.place}>
              <span className={classes.author}>{review.author_pseudonym}</span>
              <span className={classes.batch}>{review.batch.name}</span>
            </h1>
            <div className={classes.state}>
              {isFixing && (
                <StatusBadge tone="info">
                  <Trans>You are fixing this</Trans>
                </StatusBadge>
              )}
              <Unsent outbox={outbox} />
              <span className={classes.note} title={t`Time that the annotator worked on it`}>
                {formatClock(review.seconds)}
              </span>
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
          </div>
        }
        notice={
          <>
            {last?.decision === 'returned' && (
              <p className={classes.notice}>
                <strong>
                  <Trans>Was sent back before:</Trans>
                </strong>{' '}
                {last.reason}
              </p>
            )}
            <ScreenContext.Provider value={screen}>
              <Missing open={open} />
            </ScreenContext.Provider>
          </>
        }
        help={<HistoryPanel project={project} review={review} fixing={isFixing ? screen : null} />}
        helpTitle={t`History`}
        actions={
          isFixing ? (
            <>
              <Button variant="default" onClick={() => session.cancelFix()}>
                <Trans>Leave as it was</Trans>
              </Button>
              <Action command="review.accept" usual={KEYS.accept} onClick={accept} isPrimary>
                <Trans>Save and accept</Trans>
              </Action>
            </>
          ) : (
            <>
              <Action
                command="review.return"
                usual={KEYS.giveBack}
                onClick={() => setIsReturning(true)}
              >
                <Trans>Return</Trans>
              </Action>
              <Action command="review.fix" usual={KEYS.fix} onClick={() => session.beginFix()}>
                <Trans>Fix</Trans>
              </Action>
              <Action command="review.accept" usual={KEYS.accept} onClick={accept} isPrimary>
                <Trans>Accept</Trans>
              </Action>
            </>
          )
        }
      />
      <Suspense fallback={null}>
        {isReturning && (
          <ReturnDialog
            screen={screen}
            onReturn={(reason, regions) => {
              setIsReturning(false);
              session.giveBack(reason, regions);
            }}
            onClose={() => {
              setIsReturning(false);
              requestAnimationFrame(() => focusStage());
            }}
          />
        )}
      </Suspense>
    </>
  );
}

interface ActionProps {
  command: string;
  usual: string;
  onClick: () => void;
  isPrimary?: boolean;
  children: React.ReactNode;
}

function Action({ command, usual, onClick, isPrimary = false, children }: ActionProps) {
  const keys = useKeyOf(command, usual);
  return (
    <Button
      variant={isPrimary ? 'filled' : 'default'}
      rightSection={keys && <Shortcut keys={keys} isOnAccent={isPrimary} />}
      aria-keyshortcuts={keys && ariaShortcut(keys)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

function Unsent({ outbox }: { outbox: Reviewing['outbox'] }) {
  const { waiting, condition } = useSyncExternalStore(outbox.subscribe, outbox.getState);
  if (waiting.length === 0 || condition === 'idle' || condition === 'sending') return null;
  return (
    <StatusBadge tone="warn">
      <Plural
        value={waiting.length}
        one="# decision waits to be sent"
        other="# decisions wait to be sent"
      />
    </StatusBadge>
  );
}

function Missing({ open }: { open: OpenReview }) {
  const { screen } = open;
  const words = useFaultWords();
  const faults = useSyncExternalStore(screen.faults.subscribe, screen.faults.get);
  if (faults.length === 0) return null;
  return (
    <p className={classes.notice} data-tone="bad" role="status">
      <strong>
        <Trans>Before it can be saved:</Trans>
      </strong>{' '}
      {faults.slice(0, 4).map((fault, at) => (
        <button key={at} type="button" className={classes.link} onClick={() => screen.goTo(fault)}>
          {words(fault)}
        </button>
      ))}
    </p>
  );
}

/** Enter decides from the item itself; on a button or in a field it is theirs. Dialogs hold all keys back anyway. */
function isEnterFree(): boolean {
  const element = document.activeElement;
  if (!element || element === document.body || element.closest('[role=dialog]')) return true;
  return (
    element.closest('[data-stage]') !== null &&
    !element.matches('button, input, textarea, select, a[href]')
  );
}
