import { Loader } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { useProject } from '@/api/project';
import { useCurrentUser } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { useDelayed } from '@/lib/use-delayed';
import { RefusedReviews } from './refused-reviews';
import { ReviewScreen } from './review-screen';
import classes from './review-page.module.css';
import { useReviewing, type Reviewing } from './use-review-session';

/** A second person looks at what was submitted, one after the other. */
export function ReviewPage() {
  const { slug } = useParams({ from: '/in/projects/$slug' });
  const { batch } = useSearch({ from: '/in/projects/$slug/review' });
  const project = useProject(slug);
  const current = useCurrentUser();
  const [user, setUser] = useState(current);
  if (current && current.id !== user?.id) setUser(current);
  if (!project || !user) return null;
  return <Reviews user={user.id} project={project.id} slug={slug} batch={batch ?? null} />;
}

interface ReviewsProps {
  user: string;
  project: string;
  slug: string;
  batch: string | null;
}

function Reviews({ user, project, slug, batch }: ReviewsProps) {
  const reviewing = useReviewing(user, project, batch);
  return reviewing ? <AtWork reviewing={reviewing} project={project} slug={slug} /> : <Waiting />;
}

interface AtWorkProps {
  reviewing: Reviewing;
  project: string;
  slug: string;
}

function AtWork({ reviewing, project, slug }: AtWorkProps) {
  const { session } = reviewing;
  const { t } = useLingui();
  const navigate = useNavigate();
  const state = useSyncExternalStore(session.subscribe, session.getState);
  const leave = () => void navigate({ to: '/projects/$slug', params: { slug } });
  return (
    <>
      {state.status === 'open' && state.open ? (
        <ReviewScreen project={project} reviewing={reviewing} open={state.open} onLeave={leave} />
      ) : state.status === 'failed' ? (
        <main className={classes.centre}>
          <ErrorState level="h1" error={state.error} onRetry={() => session.retry()} />
        </main>
      ) : state.status === 'empty' ? (
        <main className={classes.centre}>
          <EmptyState
            kind="done"
            level="h1"
            title={<Trans>Nothing waits for review</Trans>}
            action={{ label: t`Look again`, onClick: () => session.retry() }}
          >
            {state.doneHere > 0 ? (
              <Plural
                value={state.doneHere}
                one="You have decided on # annotation in this sitting."
                other="You have decided on # annotations in this sitting."
              />
            ) : (
              <Trans>What annotators submit appears here.</Trans>
            )}
          </EmptyState>
        </main>
      ) : (
        <Waiting />
      )}
      <RefusedReviews outbox={reviewing.outbox} />
    </>
  );
}

function Waiting() {
  const { t } = useLingui();
  const isLong = useDelayed(true);
  return (
    <main className={classes.centre} aria-busy="true">
      {isLong && <Loader size="sm" aria-label={t`The next annotation is on its way`} />}
    </main>
  );
}
