import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useGuideline } from '@/api/guideline-examples';
import { useProject } from '@/api/project';
import { useThreadCounts } from '@/api/threads';
import { Shortcut } from '@/components/shortcut';
import { AnnotationScreen, type PanelTab } from '@/editor/screen/annotation-screen';
import { useScreenCommands } from '@/editor/screen/command-words';
import { hasRoomForPanel } from '@/editor/screen/panel-room';
import { focusStage } from '@/editor/screen/stage';
import { commandRegistry, useCommands } from '@/lib/commands';
import { useKeyOf } from '@/lib/own-keys';
import { ariaShortcut } from '@/lib/shortcuts';
import { showToast } from '@/lib/toasts';
import type { OpenWork, SessionState } from '../model/labelling-session';
import { askKey, PAGE_KEYS, skipKey } from '../model/page-keys';
import { HelpPanel } from './help-panel';
import { Notices } from './notices';
import { TopBar } from './top-bar';
import type { Sitting } from './use-labelling-session';
import { useWayBack } from './use-way-back';

const SkipDialog = lazy(() => import('./skip-dialog'));
const QuestionTab = lazy(() => import('./question-tab'));
const DraftConflict = lazy(() => import('./draft-conflict'));
const WorkHistory = lazy(() => import('./work-history'));

interface LabelScreenProps {
  sitting: Sitting;
  state: SessionState;
  work: OpenWork;
  slug: string;
}

/** One item, with everything that can be done to it. */
export function LabelScreen({ sitting, state, work, slug }: LabelScreenProps) {
  const { t } = useLingui();
  const { session } = sitting;
  const { screen, subject } = work;
  const [tab, setTab] = useState<PanelTab>('regions');
  const [isPanelOpen, setIsPanelOpen] = useState(hasRoomForPanel);
  const [dialog, setDialog] = useState<'skip' | 'conflict' | 'history' | null>(null);
  // Which item a question is being asked about: with the next one nothing is being asked.
  const [asking, setAsking] = useState<{ item: string; section: string } | null>(null);
  const project = useProject(slug);
  const { unread } = useThreadCounts(project);
  const isRevisit = subject.reopened !== null;
  const isTraining = subject.training !== null;
  const isBroken = screen.item.kind === 'broken';
  const canSkip = !isRevisit && !isTraining;
  useEffect(() => {
    // An answered item comes first; who only looks at work again, as a curator does, gets no tasks.
    if (unread > 0 && !isRevisit) session.look();
  }, [unread, isRevisit, session]);
  const guideline = useGuideline(subject.guidelineVersion);
  const keys = { ...PAGE_KEYS, skip: skipKey(screen.schema), ask: askKey(screen.schema) };

  const skipShown = useKeyOf('labelling.skip', keys.skip);
  const submitShown = useKeyOf('labelling.submit', 'enter');

  const skipBroken = () => session.skip(t`The picture could not be shown`, true);
  const submit = () => {
    if (isBroken) return canSkip ? skipBroken() : undefined;
    if (work.carried?.waiting.length) {
      showToast({
        message: t`The changed schema needs your answer first.`,
        tone: 'warn',
      });
      return;
    }
    const [first] = session.submit();
    if (!first) return;
    if (!first.region) {
      setIsPanelOpen(true);
      setTab('regions');
    }
    screen.goTo(first);
  };
  const openTab = (next: PanelTab) => {
    setIsPanelOpen(true);
    setTab(next);
  };
  const ask = (section = '') => {
    setAsking({ item: subject.id, section });
    openTab('help');
  };
  const back = useWayBack(slug);
  // Opened from the item after it, one returns to that; opened from a page, to that page.
  const leave = () => (subject.position !== null ? session.leaveReopened() : back.go());
  const closeDialog = () => {
    setDialog(null);
    requestAnimationFrame(() => focusStage());
  };

  useScreenCommands(screen);
  const group = t`This item`;
  useCommands([
    {
      name: 'labelling.submit',
      title: isBroken ? t`Skip what cannot be shown` : isRevisit ? t`Save` : t`Submit`,
      group,
      shortcut: 'enter',
      when: isEnterFree,
      run: submit,
    },
    {
      name: 'labelling.submit_anywhere',
      title: isRevisit ? t`Save, also from a text field` : t`Submit, also from a text field`,
      group,
      shortcut: 'mod+enter',
      isInInputs: true,
      isHiddenInPalette: true,
      run: submit,
    },
    {
      name: 'labelling.skip',
      title: t`Skip with a reason`,
      group,
      shortcut: keys.skip,
      when: () => !isRevisit && !isTraining,
      run: () => setDialog('skip'),
    },
    {
      name: 'labelling.ask',
      title: t`Ask about the selected region or the item`,
      group,
      shortcut: keys.ask,
      run: () => ask(),
    },
    {
      name: 'labelling.previous',
      title: t`Back to the item just submitted`,
      group,
      shortcut: keys.previous,
      when: () => session.canGoBack,
      run: () => void session.goBack(),
    },
    {
      name: 'labelling.panel',
      title: t`Open or close the side panel`,
      group,
      shortcut: keys.panel,
      run: () => setIsPanelOpen(!isPanelOpen),
    },
    {
      name: 'labelling.regions',
      title: t`Go to the list of regions`,
      group,
      shortcut: keys.regions,
      run: () => {
        openTab('regions');
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[role=tree]')?.focus());
      },
    },
    {
      name: 'labelling.guideline',
      title: t`Open the guideline`,
      group,
      shortcut: keys.guideline,
      run: () => openTab('guideline'),
    },
    {
      name: 'labelling.history',
      title: t`How this work came about`,
      group,
      shortcut: keys.history,
      when: () => subject.annotation !== null,
      run: () => setDialog('history'),
    },
    {
      name: 'labelling.stage',
      title: t`Back to the item`,
      group,
      shortcut: 'escape',
      isHiddenInPalette: true,
      run: () => focusStage(),
    },
  ]);

  const position = subject.batch ? state.positions[subject.batch.id] : undefined;
  const number = (position?.done ?? 0) + 1;
  const total = position?.total ?? 0;
  return (
    <>
      <AnnotationScreen
        screen={screen}
        guideline={guideline}
        onAsk={ask}
        tab={tab}
        onTab={setTab}
        isPanelOpen={isPanelOpen}
        isInert={state.isElsewhere}
        label={position ? t`Item ${number} of ${total}` : t`Item`}
        bar={
          <TopBar
            sitting={sitting}
            state={state}
            work={work}
            back={back}
            onConflict={() => setDialog('conflict')}
            onHistory={() => setDialog('history')}
            isPanelOpen={isPanelOpen}
            onPanel={() => setIsPanelOpen(!isPanelOpen)}
            onHelp={() => commandRegistry.run('help.keys')}
          />
        }
        notice={
          <Notices
            sitting={sitting}
            state={state}
            work={work}
            onConflict={() => setDialog('conflict')}
            onQuestion={() => openTab('help')}
          />
        }
        helpTitle={unread > 0 ? t`Questions (${unread})` : t`Questions`}
        help={
          <>
            {project && (
              <Suspense fallback={null}>
                <QuestionTab
                  key={subject.id}
                  sitting={sitting}
                  work={work}
                  project={project}
                  asking={asking?.item === subject.id ? asking : null}
                  onAsking={(isNow) => {
                    setAsking(isNow ? { item: subject.id, section: '' } : null);
                    if (!isNow) requestAnimationFrame(() => focusStage());
                  }}
                />
              </Suspense>
            )}
            <HelpPanel
              instructions={subject.batch?.instructions ?? ''}
              skipKey={keys.skip}
              askKey={keys.ask}
            />
          </>
        }
        actions={
          <>
            {isRevisit ? (
              <Button variant="default" onClick={leave}>
                <Trans>Leave as it was</Trans>
              </Button>
            ) : isBroken || !canSkip ? null : (
              <Button
                variant="default"
                disabled={state.isElsewhere}
                rightSection={skipShown && <Shortcut keys={skipShown} />}
                aria-keyshortcuts={skipShown && ariaShortcut(skipShown)}
                onClick={() => setDialog('skip')}
              >
                <Trans>Skip</Trans>
              </Button>
            )}
            {isBroken && (
              <Button variant="default" onClick={() => void session.reloadItem()}>
                <Trans>Try again</Trans>
              </Button>
            )}
            {(canSkip || !isBroken) && (
              <Button
                disabled={state.isElsewhere}
                rightSection={submitShown && <Shortcut keys={submitShown} isOnAccent />}
                aria-keyshortcuts={submitShown && ariaShortcut(submitShown)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={submit}
              >
                {isBroken ? (
                  <Trans>Skip what cannot be shown</Trans>
                ) : isRevisit ? (
                  <Trans>Save</Trans>
                ) : (
                  <Trans>Submit</Trans>
                )}
              </Button>
            )}
          </>
        }
      />
      <Suspense fallback={null}>
        {dialog === 'skip' && (
          <SkipDialog
            onSkip={(reason, flagsItem) => {
              setDialog(null);
              session.skip(reason, flagsItem);
            }}
            onClose={closeDialog}
          />
        )}
        {dialog === 'conflict' && (
          <DraftConflict session={session} work={work} onClose={closeDialog} />
        )}
        {dialog === 'history' && project && subject.annotation && (
          <WorkHistory
            project={project.id}
            annotation={subject.annotation}
            work={work}
            onClose={closeDialog}
          />
        )}
      </Suspense>
    </>
  );
}

/** Enter submits from the item itself; on a button or in a field it is theirs. Dialogs hold all keys back anyway. */
function isEnterFree(): boolean {
  const element = document.activeElement;
  if (!element || element === document.body || element.closest('[role=dialog]')) return true;
  return (
    element.closest('[data-stage]') !== null &&
    !element.matches('button, input, textarea, select, a[href]')
  );
}
