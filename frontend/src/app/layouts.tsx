import { Outlet, useMatches, useParams } from '@tanstack/react-router';
import { useProject } from '@/api/project';
import { useSession } from '@/api/session';
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
