import { useLingui } from '@lingui/react/macro';
import { Loader } from '@mantine/core';
import { useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import type { OutboxEntry } from '@/api/kept/kept-database';
import { useProject } from '@/api/project';
import { useCurrentUser } from '@/api/session';
import type { Submitted } from '@/api/types';
import { ErrorState } from '@/components/error-state';
import { showToast } from '@/lib/toasts';
import { useDelayed } from '@/lib/use-delayed';
import { LabelScreen } from './label-screen';
import { Sending } from './sending';
import classes from './labelling-page.module.css';
import { useOutboxState, useSitting, useSittingState, type Sitting } from './use-labelling-session';

// A guideline changes now and then; nobody waits for this when they begin to label.
const ReadingPage = lazy(() => import('./reading-page'));
const TrainingFeedback = lazy(() => import('./training-feedback'));
const loadDone = () => import('./done-state');
/** Fetched with the first item that is handed in: when all is done there may be no network. */
const DoneState = lazy(loadDone);
/** Fetched when the server has refused something. */
const Refusals = lazy(() => import('./refusals'));

/** Where people spend their day: one item after the other. */
export function LabellingPage() {
  const { slug } = useParams({ from: '/in/projects/$slug' });
  const { batch, annotation } = useSearch({ from: '/in/projects/$slug/label' });
  const project = useProject(slug);
  // Who opened the page: a session that ends meanwhile takes nothing off the screen.
  const current = useCurrentUser();
  const [user, setUser] = useState(current);
  if (current && current.id !== user?.id) setUser(current);
  if (!project || !user) return null;
  return (
    <Labelling
      key={`${project.id} ${batch ?? ''} ${annotation ?? ''}`}
      user={user.id}
      project={project.id}
      slug={slug}
      batch={batch ?? null}
      annotation={annotation ?? null}
      schemaVersion={project.schema_version}
    />
  );
}

interface LabellingProps {
  user: string;
  project: string;
  slug: string;
  batch: string | null;
  annotation: string | null;
  schemaVersion: string | null;
}

function Labelling({ slug, ...options }: LabellingProps) {
  const { t } = useLingui();
  const onStored = useCallback(
    (_entry: OutboxEntry, answer: Submitted) => {
      if (answer.state !== 'extra') return;
      showToast({
        message: t`Somebody else had this task by then. Your work is kept, but does not count.`,
        tone: 'warn',
        keep: true,
      });
    },
    [t],
  );
  const sitting = useSitting({ ...options, onStored });
  return sitting ? (
    <AtWork
      sitting={sitting}
      slug={slug}
      project={options.project}
      isRevisit={options.annotation !== null}
    />
  ) : (
    <Waiting />
  );
}

interface AtWorkProps {
  sitting: Sitting;
  slug: string;
  project: string;
  isRevisit: boolean;
}

function AtWork({ sitting, slug, project, isRevisit }: AtWorkProps) {
  const state = useSittingState(sitting);
  const { refused } = useOutboxState(sitting);
  const hasBegun = state.doneHere > 0;
  useEffect(() => {
    if (hasBegun) void loadDone().catch(() => undefined); // tried again where it is shown
  }, [hasBegun]);
  return (
    <>
      {state.status === 'open' && state.work ? (
        <LabelScreen sitting={sitting} state={state} work={state.work} slug={slug} />
      ) : state.status === 'reading' ? (
        <Suspense fallback={<Waiting />}>
          <ReadingPage session={sitting.session} slug={slug} project={project} />
        </Suspense>
      ) : state.status === 'looking' && state.looked ? (
        <Suspense fallback={<Waiting />}>
          <TrainingFeedback sitting={sitting} looked={state.looked} slug={slug} />
        </Suspense>
      ) : state.status === 'failed' ? (
        <main className={classes.centre}>
          <ErrorState
            level="h1"
            error={state.error}
            onRetry={() => sitting.session.retry()}
            secondary={<Sending sitting={sitting} />}
          />
        </main>
      ) : state.status === 'empty' ? (
        <Suspense fallback={<Waiting />}>
          <DoneState
            sitting={sitting}
            state={state}
            slug={slug}
            project={project}
            isRevisit={isRevisit}
          />
        </Suspense>
      ) : (
        <Waiting />
      )}
      <Suspense fallback={null}>{refused.length > 0 && <Refusals sitting={sitting} />}</Suspense>
    </>
  );
}

function Waiting() {
  const { t } = useLingui();
  const isLong = useDelayed(true);
  return (
    <main className={classes.centre} aria-busy="true">
      {isLong && <Loader size="sm" aria-label={t`The next item is on its way`} />}
    </main>
  );
}
