import { ActionIcon } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconArrowLeft,
  IconCloudOff,
  IconHistory,
  IconKeyboard,
  IconLayoutSidebarRightCollapse,
  IconLayoutSidebarRightExpand,
} from '@tabler/icons-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { formatClock, formatNumber, formatPercent } from '@/lib/format';
import { useKeyOf } from '@/lib/own-keys';
import { ariaShortcut } from '@/lib/shortcuts';
import type { TimeKeeper } from '@/lib/time-keeper';
import type { DraftState } from '../model/draft-keeper';
import type { OpenWork, SessionState } from '../model/labelling-session';
import { PAGE_KEYS } from '../model/page-keys';
import { Sending } from './sending';
import classes from './top-bar.module.css';
import type { Sitting } from './use-labelling-session';
import type { WayBack } from './use-way-back';

interface TopBarProps {
  sitting: Sitting;
  state: SessionState;
  work: OpenWork;
  back: WayBack;
  onConflict: () => void;
  onHistory: () => void;
  isPanelOpen: boolean;
  onPanel: () => void;
  onHelp: () => void;
}

/** Where we are, whether it is saved, how long it took: one quiet line. */
export function TopBar(props: TopBarProps) {
  const { sitting, state, work, back, onConflict, onHistory, isPanelOpen, onPanel, onHelp } = props;
  const { t, i18n } = useLingui();
  const historyKey = useKeyOf('labelling.history', PAGE_KEYS.history);
  const panelKey = useKeyOf('labelling.panel', PAGE_KEYS.panel);
  const { batch, training } = work.subject;
  const position = batch ? state.positions[batch.id] : undefined;
  const number = formatNumber((position?.done ?? 0) + 1, i18n.locale);
  const total = formatNumber(position?.total ?? 0, i18n.locale);
  const passMark = formatPercent((training?.pass_mark ?? 0) / 100, i18n.locale);
  return (
    <div className={classes.bar}>
      <ActionIcon
        aria-label={back.isElsewhere ? t`Back to where you came from` : t`Back to my work`}
        onClick={back.go}
      >
        <IconArrowLeft size={17} stroke={1.7} />
      </ActionIcon>
      <h1 className={classes.place}>
        {work.subject.reopened ? (
          <span className={classes.item}>
            <Trans>Submitted work, opened again</Trans>
          </span>
        ) : (
          position && (
            <span className={classes.item}>
              <Trans>
                Item {number} of {total}
              </Trans>
            </span>
          )
        )}
        {batch && <span className={classes.batch}>{batch.name}</span>}
        {training && (
          <span className={classes.batch}>
            <Trans>Training: {passMark} to pass</Trans>
          </span>
        )}
      </h1>
      {position && !work.subject.reopened && (
        <div className={classes.progress} aria-hidden="true">
          <div
            className={classes.done}
            style={{ width: `${(100 * position.done) / Math.max(1, position.total)}%` }}
          />
        </div>
      )}
      <div className={classes.state}>
        <Sending sitting={sitting} />
        <SaveState work={work} onConflict={onConflict} />
        <Clock key={work.subject.id} time={work.time} />
      </div>
      {work.subject.annotation !== null && (
        <ActionIcon
          aria-label={t`How this work came about`}
          title={t`How this work came about`}
          aria-keyshortcuts={historyKey && ariaShortcut(historyKey)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onHistory}
        >
          <IconHistory size={17} stroke={1.7} />
        </ActionIcon>
      )}
      <ActionIcon
        aria-label={t`Keys on this screen`}
        title={t`Keys on this screen`}
        aria-keyshortcuts="?"
        onMouseDown={(event) => event.preventDefault()}
        onClick={onHelp}
      >
        <IconKeyboard size={17} stroke={1.7} />
      </ActionIcon>
      <ActionIcon
        aria-label={isPanelOpen ? t`Close the side panel` : t`Open the side panel`}
        title={isPanelOpen ? t`Close the side panel` : t`Open the side panel`}
        aria-keyshortcuts={panelKey && ariaShortcut(panelKey)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPanel}
      >
        {isPanelOpen ? (
          <IconLayoutSidebarRightCollapse size={17} stroke={1.7} />
        ) : (
          <IconLayoutSidebarRightExpand size={17} stroke={1.7} />
        )}
      </ActionIcon>
    </div>
  );
}

function useSaveWords(): Record<DraftState['condition'], string> {
  const { t } = useLingui();
  return {
    saved: t`Saved`,
    saving: t`Saving`,
    offline: t`Offline – kept on this computer`,
    login: t`Logged out – kept on this computer`,
    held: t`Kept on this computer until you have decided`,
    refused: t`Kept on this computer only`,
    conflict: t`Changed in another window`,
    ended: t`Submitted from another window`,
  };
}

function SaveState({ work, onConflict }: { work: OpenWork; onConflict: () => void }) {
  const { t } = useLingui();
  const { condition, isKeptHere } = useSyncExternalStore(work.draft.subscribe, work.draft.getState);
  const words = useSaveWords();
  const isCalm = condition === 'saved' || condition === 'saving';
  const word = isKeptHere || isCalm ? words[condition] : t`Not saved – this computer is full`;
  return (
    <>
      {condition === 'conflict' ? (
        <button type="button" className={classes.word} data-tone="bad" onClick={onConflict}>
          <span className={classes.dot} />
          {word}
        </button>
      ) : (
        <span className={classes.word} data-tone={isCalm ? condition : 'warn'}>
          {condition === 'offline' || condition === 'login' ? (
            <IconCloudOff size={15} aria-hidden="true" />
          ) : (
            <span className={classes.dot} />
          )}
          {word}
        </span>
      )}
      {/* Said aloud only when something is wrong, and when it is well again: not with every save. */}
      <span className={classes.spoken} role="status" aria-live="polite">
        {isCalm ? '' : word}
      </span>
    </>
  );
}

/** The time worked on this item. Stands still when nobody moves. */
function Clock({ time }: { time: TimeKeeper }) {
  const { t } = useLingui();
  const [seconds, setSeconds] = useState(time.seconds);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(time.seconds), 1000);
    return () => clearInterval(timer);
  }, [time]);
  return (
    <span className={classes.clock} title={t`Time worked on this item; pauses are not counted`}>
      {formatClock(seconds)}
    </span>
  );
}
