import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { useProject } from '@/api/project';
import { useThreadCounts } from '@/api/threads';
import { EmptyState } from '@/components/empty-state';
import { Shortcut } from '@/components/shortcut';
import { useCommands } from '@/lib/commands';
import { PAGE_KEYS } from '../model/page-keys';
import type { SessionState } from '../model/labelling-session';
import classes from './labelling-page.module.css';
import { useOutboxState, type Sitting } from './use-labelling-session';
import { useWayBack } from './use-way-back';

interface DoneStateProps {
  sitting: Sitting;
  state: SessionState;
  slug: string;
  isRevisit: boolean;
}

/** Nothing is left: what was done, and where to go. */
export function DoneState({ sitting, state, slug, isRevisit }: DoneStateProps) {
  const { t } = useLingui();
  const back = useWayBack(slug);
  const backWord = back.isElsewhere ? t`Back` : t`My work`;
  const { waiting } = useOutboxState(sitting);
  const { unread } = useThreadCounts(useProject(slug));
  useEffect(() => {
    // What was put aside for a question may have its answer.
    if (unread > 0 && !isRevisit) sitting.session.look();
  }, [unread, isRevisit, sitting]);
  const canGoBack = state.previous !== null && !isRevisit;
  useCommands([
    { name: 'labelling.work', title: backWord, shortcut: 'enter', run: back.go },
    {
      name: 'labelling.previous',
      title: t`Back to the item just submitted`,
      shortcut: PAGE_KEYS.previous,
      when: () => canGoBack,
      run: () => void sitting.session.goBack(),
    },
  ]);
  const count = waiting.length;
  return (
    <main className={classes.centre}>
      <EmptyState
        kind="done"
        level="h1"
        title={isRevisit ? <Trans>That is done</Trans> : <Trans>All done for now</Trans>}
        action={{ label: backWord, onClick: back.go, shortcut: 'enter' }}
        secondary={
          canGoBack && (
            <Button
              variant="default"
              rightSection={<Shortcut keys={PAGE_KEYS.previous} />}
              onClick={() => void sitting.session.goBack()}
            >
              <Trans>Back to the last item</Trans>
            </Button>
          )
        }
      >
        {state.doneHere > 0 && (
          <>
            <Plural
              value={state.doneHere}
              one="You have finished # item in this sitting."
              other="You have finished # items in this sitting."
            />{' '}
          </>
        )}
        {count > 0 ? (
          <Plural
            value={count}
            one="# of them still waits on this computer to be sent."
            other="# of them still wait on this computer to be sent."
          />
        ) : isRevisit ? (
          <Trans>Your change is saved.</Trans>
        ) : (
          <Trans>New work appears here as soon as there is some.</Trans>
        )}
      </EmptyState>
    </main>
  );
}
