import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useProject } from '@/api/project';
import { useThreadCounts } from '@/api/threads';
import type { OpenBatch, TrainingStanding } from '@/api/types';
import { EmptyState } from '@/components/empty-state';
import { ProblemAlert } from '@/components/problem-alert';
import { Shortcut } from '@/components/shortcut';
import { useCommands } from '@/lib/commands';
import { formatPercent } from '@/lib/format';
import { myWorkQuery } from '../api/annotations';
import { useBeginRound } from '../api/training';
import { useKeyOf } from '@/lib/own-keys';
import { PAGE_KEYS } from '../model/page-keys';
import type { SessionState } from '../model/labelling-session';
import classes from './labelling-page.module.css';
import { useOutboxState, type Sitting } from './use-labelling-session';
import { useWayBack } from './use-way-back';

interface DoneStateProps {
  sitting: Sitting;
  state: SessionState;
  slug: string;
  project: string;
  isRevisit: boolean;
}

/** Nothing is left: what was done, and where to go. */
export default function DoneState(props: DoneStateProps) {
  const { project, isRevisit } = props;
  const work = useQuery({ ...myWorkQuery(project), enabled: !isRevisit, staleTime: 0 });
  const batches = isRevisit ? [] : (work.data?.batches ?? []);
  const again = batches.find(({ training }) => training?.may_go_again);
  if (again?.training) {
    return <NotPassed {...props} batch={again} standing={again.training} />;
  }
  const blocked = batches.find(({ requires }) => requires !== null);
  const passed = batches.find(({ training }) => training?.is_passed);
  const isOpen = batches.some(({ available, held }) => available || held > 0);
  return (
    <AllDone
      {...props}
      requires={blocked?.requires?.name ?? null}
      hasPassed={passed !== undefined && isOpen && props.state.doneHere > 0}
    />
  );
}

interface NotPassedProps extends DoneStateProps {
  batch: OpenBatch;
  standing: TrainingStanding;
}

/** A round of a training is over, and was not enough. */
function NotPassed({ sitting, slug, project, batch, standing }: NotPassedProps) {
  const { t, i18n } = useLingui();
  const back = useWayBack(slug);
  const begin = useBeginRound(project, () => sitting.session.startAgain(batch.id));
  const again = () => {
    if (!begin.isPending) begin.mutate(batch.id);
  };
  useCommands([
    { name: 'labelling.round', title: t`Take another round`, shortcut: 'enter', run: again },
  ]);
  const score = formatPercent(standing.score ?? 0, i18n.locale);
  const passMark = formatPercent(standing.pass_mark / 100, i18n.locale);
  return (
    <main className={classes.centre}>
      <EmptyState
        kind="done"
        level="h1"
        title={<Trans>Not passed yet: {score} right</Trans>}
        action={{ label: t`Take another round`, onClick: again, shortcut: 'enter' }}
        secondary={
          <Button variant="default" onClick={back.go}>
            <Trans>My work</Trans>
          </Button>
        }
      >
        <Trans>
          {passMark} is needed to pass “{batch.name}”. Read the guideline once more, and go through
          the items again.
        </Trans>
      </EmptyState>
      <ProblemAlert error={begin.error} />
    </main>
  );
}

interface AllDoneProps extends DoneStateProps {
  /** The training that has to be passed before there is more. */
  requires: string | null;
  /** A training was passed, and there is real work. */
  hasPassed: boolean;
}

function AllDone({ sitting, state, slug, isRevisit, requires, hasPassed }: AllDoneProps) {
  const navigate = useNavigate();
  const { t } = useLingui();
  const back = useWayBack(slug);
  const backWord = back.isElsewhere ? t`Back` : t`My work`;
  const { waiting } = useOutboxState(sitting);
  const { unread } = useThreadCounts(useProject(slug));
  useEffect(() => {
    // What was put aside for a question may have its answer.
    if (unread > 0 && !isRevisit) sitting.session.look();
  }, [unread, isRevisit, sitting]);
  const previousKey = useKeyOf('labelling.previous', PAGE_KEYS.previous);
  const canGoBack = state.previous !== null && !isRevisit;
  const start = () => void navigate({ to: '/projects/$slug/label', params: { slug } });
  const next = hasPassed
    ? { label: t`Start labelling`, onClick: start }
    : { label: backWord, onClick: back.go };
  useCommands([
    { name: 'labelling.work', title: next.label, shortcut: 'enter', run: next.onClick },
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
        title={
          hasPassed ? (
            <Trans>You have passed the training</Trans>
          ) : isRevisit ? (
            <Trans>That is done</Trans>
          ) : (
            <Trans>All done for now</Trans>
          )
        }
        action={{ ...next, shortcut: 'enter' }}
        secondary={
          canGoBack && (
            <Button
              variant="default"
              rightSection={previousKey && <Shortcut keys={previousKey} />}
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
        ) : hasPassed ? (
          <Trans>The work that needs it is open to you now.</Trans>
        ) : requires !== null ? (
          <Trans>There is work that opens once you have passed “{requires}”.</Trans>
        ) : (
          <Trans>New work appears here as soon as there is some.</Trans>
        )}
      </EmptyState>
    </main>
  );
}
