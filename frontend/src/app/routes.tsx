import { msg } from '@lingui/core/macro';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { projectQuery } from '@/api/project';
import { sessionQuery } from '@/api/session';
import { readGuidelineSearch } from '@/features/guidelines/search';
import { readImportSearch } from '@/features/imports/search';
import { readRunSearch } from '@/features/evaluation/search';
import { readItemsSearch } from '@/features/items/search';
import { readJobsSearch } from '@/features/jobs/search';
import { readSchemaSearch } from '@/features/schema-editor/search';
import {
  readChangesSearch,
  readHistorySearch,
  readRehearsalSearch,
} from '@/features/schema-migrations/search';
import { readThreadsSearch, readWeakSpotsSearch } from '@/features/threads/search';
import { insidePath } from '@/lib/inside-path';
import { isProblem } from '@/lib/problem';
import { textParams } from '@/lib/search-params';
import { FailurePage } from './failure-page';
import { ProjectLayout, RootLayout } from './layouts';
import { mayOpen, projectHome } from './navigation';
import { NotFoundPage } from './not-found-page';
import { page } from './pages';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet });

// ── For everybody ──────────────────────────────────────────────────────────────────────────────

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = insidePath(search.next);
    return next ? { next } : {};
  },
  beforeLoad: async ({ context, search }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch(() => null);
    if (session?.user) throw redirect({ href: search.next ?? '/projects' });
  },
  component: page(
    'accounts',
    () => import('@/features/accounts/components/login-page'),
    'LoginPage',
  ),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: page(
    'accounts',
    () => import('@/features/accounts/components/invite-page'),
    'InvitePage',
  ),
});

const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe',
  component: page(
    'accounts',
    () => import('@/features/accounts/components/unsubscribe-page'),
    'UnsubscribePage',
  ),
});

// ── Only logged in ─────────────────────────────────────────────────────────────────────────────

const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session.user) throw redirect({ to: '/login', search: { next: location.href } });
  },
  component: Outlet,
});

const outer = createRoute({ getParentRoute: () => inside, id: 'outer', component: RootLayout });

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects' });
  },
});

const projects = createRoute({
  getParentRoute: () => outer,
  path: '/projects',
  staticData: { crumb: msg`Projects` },
  validateSearch: textParams('q', 'archived'),
  component: page(
    'projects',
    () => import('@/features/projects/components/projects-page'),
    'ProjectsPage',
  ),
});

const newProject = createRoute({
  getParentRoute: () => outer,
  path: '/new-project',
  staticData: { crumb: msg`New project` },
  component: page(
    'projects',
    () => import('@/features/projects/components/new-project-page'),
    'NewProjectPage',
  ),
});

const account = createRoute({
  getParentRoute: () => outer,
  path: '/account',
  staticData: { crumb: msg`Account` },
  component: page(
    'accounts',
    () => import('@/features/accounts/components/account-page'),
    'AccountPage',
  ),
});

const organisation = createRoute({
  getParentRoute: () => outer,
  path: '/organisation',
  staticData: { crumb: msg`Organisation` },
});

const organisationMembers = createRoute({
  getParentRoute: () => organisation,
  path: '/members',
  staticData: { crumb: msg`Members` },
  validateSearch: textParams('q', 'role', 'state'),
  component: page(
    'organisation',
    () => import('@/features/organisation/components/members-page'),
    'OrganisationMembersPage',
  ),
});

const invitations = createRoute({
  getParentRoute: () => organisation,
  path: '/invitations',
  staticData: { crumb: msg`Invitations` },
  validateSearch: textParams('invite'),
  component: page(
    'organisation',
    () => import('@/features/organisation/components/invitations-page'),
    'InvitationsPage',
  ),
});

const vendors = createRoute({
  getParentRoute: () => organisation,
  path: '/vendors',
  staticData: { crumb: msg`Vendors` },
  component: page(
    'organisation',
    () => import('@/features/organisation/components/vendors-page'),
    'VendorsPage',
  ),
});

const tokens = createRoute({
  getParentRoute: () => organisation,
  path: '/tokens',
  staticData: { crumb: msg`Tokens` },
  component: page(
    'accounts',
    () => import('@/features/accounts/components/tokens-page'),
    'TokensPage',
  ),
});

const audit = createRoute({
  getParentRoute: () => organisation,
  path: '/audit',
  staticData: { crumb: msg`Audit` },
  validateSearch: textParams('q', 'action', 'project'),
  component: page(
    'organisation',
    () => import('@/features/organisation/components/audit-page'),
    'AuditPage',
  ),
});

// ── In a project ───────────────────────────────────────────────────────────────────────────────

const project = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$slug',
  loader: async ({ context, params }) => {
    const { name, roles } = await context.queryClient.ensureQueryData(projectQuery(params.slug));
    return { crumb: name, roles };
  },
  component: ProjectLayout,
});

const projectIndex = createRoute({
  getParentRoute: () => project,
  path: '/',
  loader: async ({ context, params }) => {
    const { roles } = await context.queryClient.ensureQueryData(projectQuery(params.slug));
    throw redirect({ href: `/projects/${params.slug}/${projectHome(roles)}`, replace: true });
  },
});

const overview = createRoute({
  getParentRoute: () => project,
  path: '/overview',
  staticData: { crumb: msg`Overview` },
  // Annotators work under "My work", modelers with datasets: an old link leads each to their own first page.
  loader: async ({ context, params }) => {
    const { roles } = await context.queryClient.ensureQueryData(projectQuery(params.slug));
    if (!mayOpen(roles, 'overview')) {
      throw redirect({ href: `/projects/${params.slug}/${projectHome(roles)}`, replace: true });
    }
  },
  component: page(
    'projects',
    () => import('@/features/projects/components/overview-page'),
    'OverviewPage',
  ),
});

interface LabelSearch {
  /** Only tasks of this batch. */
  batch?: string;
  /** One of my annotations, to look at and change again. */
  annotation?: string;
  /** The page that it was opened from, to which one returns. */
  from?: string;
}

const label = createRoute({
  getParentRoute: () => project,
  path: '/label',
  staticData: {
    crumb: msg({ message: 'Label', context: 'verb: go and label items' }),
    isBare: true,
  },
  validateSearch: ({ batch, annotation, from }: Record<string, unknown>): LabelSearch => {
    const origin = insidePath(from);
    return {
      ...(typeof batch === 'string' ? { batch } : {}),
      ...(typeof annotation === 'string' ? { annotation } : {}),
      ...(origin === null ? {} : { from: origin }),
    };
  },
  component: page(
    ['labelling', 'editor'],
    () => import('@/features/labelling/components/labelling-page'),
    'LabellingPage',
  ),
});

const work = createRoute({
  getParentRoute: () => project,
  path: '/work',
  staticData: { crumb: msg`My work` },
  component: page(
    'labelling',
    () => import('@/features/labelling/components/work-page'),
    'WorkPage',
  ),
});

const items = createRoute({
  getParentRoute: () => project,
  path: '/items',
  staticData: { crumb: msg`Items` },
  validateSearch: readItemsSearch,
  component: page(
    ['items', 'editor'],
    () => import('@/features/items/components/items-page'),
    'ItemsPage',
  ),
});

const imports = createRoute({
  getParentRoute: () => project,
  path: '/import',
  staticData: { crumb: msg`Import` },
  validateSearch: readImportSearch,
  component: page(
    'imports',
    () => import('@/features/imports/components/import-page'),
    'ImportPage',
  ),
});

const schema = createRoute({
  getParentRoute: () => project,
  path: '/schema',
  staticData: { crumb: msg`Schema` },
});

const schemaDefinition = createRoute({
  getParentRoute: () => schema,
  path: '/',
  validateSearch: readSchemaSearch,
  component: page(
    'schema-editor',
    () => import('@/features/schema-editor/components/schema-page'),
    'SchemaPage',
  ),
});

const schemaChanges = createRoute({
  getParentRoute: () => schema,
  path: '/changes',
  staticData: { crumb: msg`How the labels follow` },
  validateSearch: readChangesSearch,
  component: page(
    'schema-migrations',
    () => import('@/features/schema-migrations/components/changes-page'),
    'ChangesPage',
  ),
});

const schemaHistory = createRoute({
  getParentRoute: () => schema,
  path: '/migrations',
  staticData: { crumb: msg`History` },
  validateSearch: readHistorySearch,
  component: page(
    'schema-migrations',
    () => import('@/features/schema-migrations/components/history-page'),
    'HistoryPage',
  ),
});

const rehearsal = createRoute({
  getParentRoute: () => project,
  path: '/rehearsals/$rehearsal',
  staticData: { crumb: msg`Rehearsal` },
  validateSearch: readRehearsalSearch,
  component: page(
    ['schema-migrations', 'editor'],
    () => import('@/features/schema-migrations/components/rehearsal-page'),
    'RehearsalPage',
  ),
});

const guideline = createRoute({
  getParentRoute: () => project,
  path: '/guideline',
  staticData: { crumb: msg`Guideline` },
  validateSearch: readGuidelineSearch,
  component: page(
    'guidelines',
    () => import('@/features/guidelines/components/guideline-page'),
    'GuidelinePage',
  ),
});

const batches = createRoute({
  getParentRoute: () => project,
  path: '/batches',
  staticData: { crumb: msg`Batches` },
});

const batchList = createRoute({
  getParentRoute: () => batches,
  path: '/',
  validateSearch: textParams('q', 'state', 'kind'),
  component: page(
    'batches',
    () => import('@/features/batches/components/batches-page'),
    'BatchesPage',
  ),
});

const newBatch = createRoute({
  getParentRoute: () => batches,
  path: '/new',
  staticData: { crumb: msg`New batch` },
  component: page(
    'batches',
    () => import('@/features/batches/components/new-batch-page'),
    'NewBatchPage',
  ),
});

const batch = createRoute({
  getParentRoute: () => batches,
  path: '/$batch',
  validateSearch: textParams('state'),
  component: page('batches', () => import('@/features/batches/components/batch-page'), 'BatchPage'),
});

const gold = createRoute({
  getParentRoute: () => project,
  path: '/gold',
  staticData: { crumb: msg`Gold` },
  validateSearch: textParams('state', 'label'),
  component: page('gold', () => import('@/features/gold/components/gold-page'), 'GoldPage'),
});

const questions = createRoute({
  getParentRoute: () => project,
  path: '/questions',
  staticData: { crumb: msg`Questions` },
  validateSearch: readThreadsSearch,
  component: page(
    ['threads', 'editor'],
    () => import('@/features/threads/components/threads-page'),
    'ThreadsPage',
  ),
});

const weakSpots = createRoute({
  getParentRoute: () => project,
  path: '/questions/weak-spots',
  staticData: { crumb: msg`Questions` },
  validateSearch: readWeakSpotsSearch,
  component: page(
    'threads',
    () => import('@/features/threads/components/weak-spots-page'),
    'WeakSpotsPage',
  ),
});

const cannedAnswers = createRoute({
  getParentRoute: () => project,
  path: '/questions/canned-answers',
  staticData: { crumb: msg`Questions` },
  component: page(
    'threads',
    () => import('@/features/threads/components/canned-answers-page'),
    'CannedAnswersPage',
  ),
});

const review = createRoute({
  getParentRoute: () => project,
  path: '/review',
  staticData: { crumb: msg`Review`, isBare: true },
  validateSearch: ({ batch }: Record<string, unknown>): { batch?: string } =>
    typeof batch === 'string' ? { batch } : {},
  component: page(
    ['review', 'editor'],
    () => import('@/features/review/components/review-page'),
    'ReviewPage',
  ),
});

const relabel = createRoute({
  getParentRoute: () => project,
  path: '/relabel',
  staticData: { crumb: msg`Relabel`, isBare: true },
  component: page(
    ['relabel', 'editor'],
    () => import('@/features/relabel/components/relabel-page'),
    'RelabelPage',
  ),
});

const datasets = createRoute({
  getParentRoute: () => project,
  path: '/datasets',
  staticData: { crumb: msg`Datasets` },
});

const datasetVersions = createRoute({
  getParentRoute: () => datasets,
  path: '/',
  component: page(
    'datasets',
    () => import('@/features/datasets/components/datasets-page'),
    'DatasetsPage',
  ),
});

const datasetVersion = createRoute({
  getParentRoute: () => datasets,
  path: '/$number',
  validateSearch: ({ as }: Record<string, unknown>): { as?: number } =>
    typeof as === 'number' && Number.isInteger(as) && as > 0 ? { as } : {},
  component: page(
    'datasets',
    () => import('@/features/datasets/components/version-page'),
    'VersionPage',
  ),
});

const models = createRoute({
  getParentRoute: () => project,
  path: '/models',
  staticData: { crumb: msg`Models` },
});

const modelRuns = createRoute({
  getParentRoute: () => models,
  path: '/',
  component: page(
    'evaluation',
    () => import('@/features/evaluation/components/models-page'),
    'ModelsPage',
  ),
});

const modelRun = createRoute({
  getParentRoute: () => models,
  path: '/$run',
  validateSearch: readRunSearch,
  component: page(
    ['evaluation', 'editor'],
    () => import('@/features/evaluation/components/run-page'),
    'RunPage',
  ),
});

const jobs = createRoute({
  getParentRoute: () => project,
  path: '/jobs',
  staticData: { crumb: msg`Jobs` },
  validateSearch: readJobsSearch,
  component: page('jobs', () => import('@/features/jobs/components/jobs-page'), 'JobsPage'),
});

const members = createRoute({
  getParentRoute: () => project,
  path: '/members',
  staticData: { crumb: msg`Members` },
  validateSearch: textParams('q', 'role'),
  component: page(
    'members',
    () => import('@/features/members/components/members-page'),
    'MembersPage',
  ),
});

const projectAudit = createRoute({
  getParentRoute: () => project,
  path: '/audit',
  staticData: { crumb: msg`Audit` },
  validateSearch: textParams('q', 'action'),
  component: page(
    'organisation',
    () => import('@/features/organisation/components/project-audit-page'),
    'ProjectAuditPage',
  ),
});

// ── Only while developing ──────────────────────────────────────────────────────────────────────

const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  component: import.meta.env.DEV
    ? page('gallery', () => import('@/app/gallery/gallery-page'), 'GalleryPage')
    : NotFoundPage,
});

const routeTree = root.addChildren([
  login,
  invite,
  unsubscribe,
  gallery,
  inside.addChildren([
    home,
    outer.addChildren([
      projects,
      newProject,
      account,
      organisation.addChildren([organisationMembers, invitations, vendors, tokens, audit]),
    ]),
    project.addChildren([
      projectIndex,
      overview,
      label,
      work,
      items,
      imports,
      schema.addChildren([schemaDefinition, schemaChanges, schemaHistory]),
      rehearsal,
      guideline,
      questions,
      weakSpots,
      cannedAnswers,
      batches.addChildren([batchList, newBatch, batch]),
      gold,
      review,
      relabel,
      datasets.addChildren([datasetVersions, datasetVersion]),
      models.addChildren([modelRuns, modelRun]),
      jobs,
      members,
      projectAudit,
    ]),
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: ({ error, reset }) =>
      isProblem(error, 404) ? <NotFoundPage /> : <FailurePage error={error} onRetry={reset} />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
