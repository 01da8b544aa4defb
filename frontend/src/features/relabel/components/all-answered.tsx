import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Shortcut } from '@/components/shortcut';
import { useCommands } from '@/lib/commands';
import type { RelabelState } from '../model/relabel-session';
import { KEYS } from '../model/keys';
import classes from './relabel-page.module.css';
import type { Relabelling } from './use-relabelling';

interface AllAnsweredProps {
  relabelling: Relabelling;
  state: RelabelState;
  onLeave: () => void;
}

/** Nothing is asked any more, but for what was skipped. */
export function AllAnswered({ relabelling, state, onLeave }: AllAnsweredProps) {
  const { t } = useLingui();
  const { session, outbox } = relabelling;
  const { waiting, condition } = useSyncExternalStore(outbox.subscribe, outbox.getState);
  // The newest are held back for a moment, which is nobody's concern.
  const isStuck = condition === 'offline' || condition === 'login';
  const unsent = isStuck ? waiting.filter(({ kind }) => kind === 'relabel').length : 0;
  const canTakeBack = state.given.length > 0;
  const takeBack = () => void session.takeBack();
  const goOn = state.skipped > 0 ? () => session.returnToSkipped() : onLeave;
  useCommands([
    { name: 'relabel.go_on', title: t`Go on`, shortcut: 'enter', run: goOn },
    {
      name: 'relabel.take_back',
      title: t`Take the last answer back`,
      shortcut: KEYS.takeBack,
      when: () => canTakeBack,
      run: takeBack,
    },
  ]);
  return (
    <main className={classes.centre}>
      <EmptyState
        kind="done"
        level="h1"
        title={
          state.skipped > 0 ? (
            <Plural value={state.skipped} one="One question is left" other="# questions are left" />
          ) : (
            <Trans>Every question is answered</Trans>
          )
        }
        action={{
          label: state.skipped > 0 ? t`Answer what I skipped` : t`Back to the project`,
          onClick: goOn,
          shortcut: 'enter',
        }}
        secondary={
          canTakeBack && (
            <Button
              variant="default"
              loading={state.isTakingBack}
              rightSection={<Shortcut keys={KEYS.takeBack} />}
              onClick={takeBack}
            >
              <Trans>Take the last answer back</Trans>
            </Button>
          )
        }
      >
        {state.doneHere > 0 && (
          <>
            <Plural
              value={state.doneHere}
              one="You have answered # question in this sitting."
              other="You have answered # questions in this sitting."
            />{' '}
          </>
        )}
        {unsent > 0 ? (
          <Plural
            value={unsent}
            one="# answer still waits on this computer to be sent."
            other="# answers still wait on this computer to be sent."
          />
        ) : (
          state.skipped === 0 && (
            <Trans>When the schema changes again, new questions appear here.</Trans>
          )
        )}
      </EmptyState>
    </main>
  );
}
