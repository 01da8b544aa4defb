import { Trans, useLingui } from '@lingui/react/macro';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, Outlet, useMatches, useParams } from '@tanstack/react-router';
import { useProject } from '@/api/project';
import { useSession } from '@/api/session';
import classes from './layouts.module.css';
import { projectNavigation, rootNavigation } from './navigation';
import { lazy, Suspense } from 'react';
import { BareShell, type ShellProps } from './bare-shell';

const loadShell = () => import('./shell');
const LazyShell = lazy(() => loadShell().then((module) => ({ default: module.Shell })));
const RunningJob = lazy(() => import('./running-job'));

// The frame with its menus is a quarter of what such a page needs to start; the screens without it do not pay for it.
const IS_BARE = /\/projects\/[^/]+\/(label|review|relabel)$/;
if (!IS_BARE.test(location.pathname)) void loadShell();

function Shell(props: ShellProps) {
  return (
    <Suspense fallback={null}>
      <LazyShell {...props} />
    </Suspense>
  );
}

function useIsBare(): boolean {
  return useMatches({ select: (matches) => matches.some((match) => match.staticData.isBare) });
}

/** Pages outside any project. */
export function RootLayout() {
  const session = useSession();
  const roles = session?.organisations.map((organisation) => organisation.role) ?? [];
  const nav = rootNavigation(roles).map((section) =>
    section.map((entry) => ({ ...entry, to: entry.path })),
  );
  return (
    <Shell nav={nav}>
      <Outlet />
    </Shell>
  );
}

/** Pages of one project; the side bar holds what my roles in it may use. */
export function ProjectLayout() {
  const { t } = useLingui();
  const { slug } = useParams({ from: '/in/projects/$slug' });
  const project = useProject(slug);
  const isBare = useIsBare();
  const nav = projectNavigation(project?.roles ?? []).map((section) =>
    section.map((entry) => ({ ...entry, to: `/projects/${slug}/${entry.path}` })),
  );
  if (isBare)
    return (
      <BareShell nav={nav} project={project}>
        <Outlet />
      </BareShell>
    );
  return (
    <Shell
      nav={nav}
      project={project}
      place={
        <div className={classes.place}>
          <Link to="/projects" className={classes.back} title={t`All projects`}>
            <IconChevronLeft size={14} aria-hidden="true" />
            <span className={classes.word}>
              <Trans>All projects</Trans>
            </span>
          </Link>
          <span className={classes.project} title={project?.name}>
            {project?.name}
          </span>
        </div>
      }
      jobBar={
        project && (
          <Suspense fallback={null}>
            <RunningJob project={project} />
          </Suspense>
        )
      }
    >
      <Outlet />
    </Shell>
  );
}
