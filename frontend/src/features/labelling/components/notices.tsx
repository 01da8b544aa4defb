import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconClockX,
  IconHistoryToggle,
  IconMessageQuestion,
  IconWindow,
} from '@tabler/icons-react';
import { lazy, Suspense, useSyncExternalStore, type ReactNode } from 'react';
import { useFaultWords } from '@/editor/screen/fault-words';
import { ScreenContext } from '@/editor/screen/screen-context';
import type { OpenWork, SessionState } from '../model/labelling-session';
import classes from './notices.module.css';
import type { Sitting } from './use-labelling-session';

/** Fetched with the first change of the schema that work has to follow. */
const CarriedNotice = lazy(() => import('./carried-notice'));

interface NoticesProps {
  sitting: Sitting;
  state: SessionState;
  work: OpenWork;
  onConflict: () => void;
  onQuestion: () => void;
}

/** What must be said about this item, in plain words, with what to do. */
export function Notices({ sitting, state, work, onConflict, onQuestion }: NoticesProps) {
  const { t } = useLingui();
  const { session, isLasting } = sitting;
  const lost = useSyncExternalStore(session.leases.subscribe, session.leases.getLost);
  const draft = useSyncExternalStore(work.draft.subscribe, work.draft.getState);
  const faults = useSyncExternalStore(work.screen.faults.subscribe, work.screen.faults.get);
  const { returned, recheck } = work.subject;
  return (
    <>
      {state.isElsewhere && (
        <Notice
          tone="warn"
          icon={<IconWindow size={16} />}
          action={{ label: t`Work here instead`, onClick: () => session.takeOver() }}
        >
          <Trans>This item is open in another window, so you can only look at it here.</Trans>
        </Notice>
      )}
      {work.carried && (
        <Suspense fallback={null}>
          <CarriedNotice
            key={work.subject.id}
            session={session}
            work={work}
            carried={work.carried}
          />
        </Suspense>
      )}
      {draft.condition === 'conflict' && (
        <Notice
          tone="bad"
          icon={<IconAlertTriangle size={16} />}
          action={{ label: t`Compare both`, onClick: onConflict }}
        >
          <Trans>This work was also changed elsewhere. Both versions are kept; choose one.</Trans>
        </Notice>
      )}
      {work.subject.question !== null && (
        <Notice
          tone="good"
          icon={<IconMessageQuestion size={16} />}
          action={{ label: t`See what came of it`, onClick: onQuestion }}
        >
          <Trans>You put this item aside for a question.</Trans>
        </Notice>
      )}
      {returned && (
        <Notice tone="warn" icon={<IconArrowBackUp size={16} />}>
          <strong>
            <Trans>Sent back by a reviewer:</Trans>
          </strong>{' '}
          {returned.reason}{' '}
          {returned.regions.length > 0 && (
            <button
              type="button"
              className={classes.link}
              onClick={() => returned.regions[0] && work.screen.select(returned.regions[0])}
            >
              <Plural
                value={returned.regions.length}
                one="# region is flagged"
                other="# regions are flagged"
              />
            </button>
          )}
        </Notice>
      )}
      {recheck && (
        <Notice tone="info" icon={<IconHistoryToggle size={16} />}>
          <strong>
            <Trans>Labelled before guideline version {recheck.number}.</Trans>
          </strong>{' '}
          {recheck.summary}{' '}
          <Trans>Mend what is wrong now; hand in as it is what is still right.</Trans>
        </Notice>
      )}
      {lost.has(work.subject.id) && (
        <Notice tone="warn" icon={<IconClockX size={16} />}>
          <Trans>
            Your time for this task is over, and it may go to somebody else. What you do is kept and
            sent all the same.
          </Trans>
        </Notice>
      )}
      {!isLasting && (
        <Notice tone="warn" icon={<IconAlertTriangle size={16} />}>
          <Trans>
            This browser keeps nothing on this computer. Without network, do not close this window
            before your work is sent.
          </Trans>
        </Notice>
      )}
      {faults.length > 0 && (
        <ScreenContext.Provider value={work.screen}>
          <Missing work={work} />
        </ScreenContext.Provider>
      )}
    </>
  );
}

const SHOWN = 4;

function Missing({ work }: { work: OpenWork }) {
  const words = useFaultWords();
  const faults = useSyncExternalStore(work.screen.faults.subscribe, work.screen.faults.get);
  const more = faults.length - SHOWN;
  const numberOf = (id: string | undefined) =>
    id === undefined ? undefined : work.screen.editor.getState().document.places.get(id);
  return (
    <Notice tone="bad" icon={<IconAlertTriangle size={16} />} isFloating>
      <strong>
        <Trans>Before it can be submitted:</Trans>
      </strong>{' '}
      {faults.slice(0, SHOWN).map((fault, at) => {
        const number = numberOf(fault.region);
        return (
          <button
            key={at}
            type="button"
            className={classes.link}
            onClick={() => work.screen.goTo(fault)}
          >
            {number !== undefined && `#${number + 1} `}
            {words(fault)}
          </button>
        );
      })}
      {more > 0 && <Plural value={more} one="and # more" other="and # more" />}
    </Notice>
  );
}

interface NoticeProps {
  tone: 'warn' | 'bad' | 'good' | 'info';
  icon: ReactNode;
  children: ReactNode;
  action?: { label: string; onClick: () => void };
  /** Over the item instead of above it: what comes and goes must not move it. */
  isFloating?: boolean;
}

function Notice({ tone, icon, children, action, isFloating }: NoticeProps) {
  return (
    <div
      className={classes.notice}
      data-tone={tone}
      data-floating={isFloating || undefined}
      role="status"
    >
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <p className={classes.words}>{children}</p>
      {action && (
        <button type="button" className={classes.link} onClick={action.onClick}>
          {action.label}
        </button>
      )}
    </div>
  );
}
