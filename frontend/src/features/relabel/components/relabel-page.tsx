import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Loader } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { useProject, type Project } from '@/api/project';
import { useCurrentUser } from '@/api/session';
import { ErrorState } from '@/components/error-state';
import { showToast } from '@/lib/toasts';
import { useDelayed } from '@/lib/use-delayed';
import { AllAnswered } from './all-answered';
import classes from './relabel-page.module.css';
import { RelabelScreen } from './relabel-screen';
import { useRelabelling, type Relabelling } from './use-relabelling';

/** What a change of the schema left open: one question after the other. */
export function RelabelPage() {
  const { slug } = useParams({ from: '/in/projects/$slug' });
  const project = useProject(slug);
  // Who opened the page: a session that ends meanwhile takes nothing off the screen.
  const current = useCurrentUser();
  const [user, setUser] = useState(current);
  if (current && current.id !== user?.id) setUser(current);
  if (!project || !user) return null;
  return <Sitting key={project.id} project={project} user={user.id} />;
}

function Sitting({ project, user }: { project: Project; user: string }) {
  const { t } = useLingui();
  const onRefused = useCallback(
    () =>
      showToast({
        message: t`Somebody else had decided this by then. Your answer was not needed.`,
      }),
    [t],
  );
  const relabelling = useRelabelling(user, project.id, onRefused);
  return relabelling ? <AtWork relabelling={relabelling} project={project} /> : <Waiting />;
}

function AtWork({ relabelling, project }: { relabelling: Relabelling; project: Project }) {
  const { session } = relabelling;
  const navigate = useNavigate();
  const state = useSyncExternalStore(session.subscribe, session.getState);
  const leave = () => void navigate({ to: '/projects/$slug', params: { slug: project.slug } });
  if (state.open)
    return (
      <RelabelScreen
        relabelling={relabelling}
        state={state}
        open={state.open}
        project={project}
        onLeave={leave}
      />
    );
  if (state.status === 'failed')
    return (
      <main className={classes.centre}>
        <ErrorState
          level="h1"
          error={state.error}
          onRetry={() => session.resume()}
          secondary={
            <Button variant="subtle" onClick={leave}>
              <Trans>Back to the project</Trans>
            </Button>
          }
        />
      </main>
    );
  if (state.status === 'empty')
    return <AllAnswered relabelling={relabelling} state={state} onLeave={leave} />;
  return <Waiting />;
}

function Waiting() {
  const { t } = useLingui();
  const isLong = useDelayed(true);
  return (
    <main className={classes.centre} aria-busy="true">
      {isLong && <Loader size="sm" aria-label={t`The next question is on its way`} />}
    </main>
  );
}
