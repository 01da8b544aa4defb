import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useBatches, type Batch } from '@/api/batches';
import { useProject, type Project } from '@/api/project';
import { Count } from '@/components/count';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { FilterBar } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { TaskBar } from '@/components/task-bar';
import { useCommands } from '@/lib/commands';
import { formatPercent } from '@/lib/format';
import { projectPath } from '@/lib/project-path';
import { STATE_TONES, useBatchWords } from './batch-words';
import classes from './batches-page.module.css';

export function BatchesPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/batches/' });
  const project = useProject(slug);
  return project ? <Batches project={project} /> : null;
}

function Batches({ project }: { project: Project }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { states, kinds } = useBatchWords();
  const { q = '', state, kind } = useSearch({ from: '/in/projects/$slug/batches/' });
  const list = useBatches(project.id);
  const canRun = project.may.includes('run_batches') && project.archived_at === null;
  const handleNew = () => void navigate({ to: projectPath(project.slug, 'batches/new') });
  const rows = list.rows.filter(
    (batch) =>
      (!state || batch.state === state) &&
      (!kind || batch.kind === kind) &&
      batch.name.toLocaleLowerCase().includes(q.toLocaleLowerCase()),
  );
  const setSearch = (patch: { q?: string; state?: string; kind?: string }) =>
    void navigate({
      to: '/projects/$slug/batches',
      params: { slug: project.slug },
      search: (now) => ({ ...now, ...patch }),
      replace: true,
    });
  useCommands([
    {
      name: 'batches.create',
      title: t`New batch`,
      shortcut: 'n',
      when: () => canRun,
      run: handleNew,
    },
  ]);
  const isFiltered = q !== '' || state !== undefined || kind !== undefined;

  return (
    <Page>
      <PageHeader
        title={<Trans>Batches</Trans>}
        context={<Trans>Work that goes out together, to the same people, on the same terms.</Trans>}
        primary={
          canRun
            ? {
                label: t`New batch`,
                icon: <IconPlus size={15} aria-hidden="true" />,
                shortcut: 'n',
                onClick: handleNew,
              }
            : undefined
        }
      >
        <FilterBar
          search={q}
          onSearch={(text) => setSearch({ q: text || undefined })}
          searchLabel={t`Search batches`}
          values={{ state, kind }}
          filters={[
            { key: 'state', label: t`State`, options: optionsOf(states) },
            {
              key: 'kind',
              label: t`Kind`,
              options: Object.entries(kinds).map(([value, { title }]) => ({ value, label: title })),
            },
          ]}
          onChange={(key, value) => setSearch({ [key]: value })}
        />
      </PageHeader>
      <DataTable
        label={t`Batches`}
        columns={useColumns(project)}
        rows={rows}
        rowKey={(batch) => batch.id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        onOpen={(batch) => void navigate({ to: projectPath(project.slug, `batches/${batch.id}`) })}
        empty={
          isFiltered ? (
            <EmptyState
              kind="search"
              title={<Trans>No batch fits</Trans>}
              action={{
                label: t`Show all batches`,
                onClick: () => setSearch({ q: undefined, state: undefined, kind: undefined }),
              }}
            />
          ) : (
            <EmptyState
              title={<Trans>Nothing has gone out yet</Trans>}
              action={
                canRun ? { label: t`New batch`, onClick: handleNew, shortcut: 'n' } : undefined
              }
            >
              <Trans>
                A batch gives items to the people who label. A small pilot is a good first one.
              </Trans>
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

function optionsOf(words: Record<string, string>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

function useColumns(project: Project): Column<Batch>[] {
  const { t, i18n } = useLingui();
  const { states, kinds } = useBatchWords();
  return [
    {
      key: 'name',
      header: t`Batch`,
      width: 'minmax(9rem, 2fr)',
      cell: (batch) => (
        <Link to={projectPath(project.slug, `batches/${batch.id}`)} className={classes.name}>
          {batch.name}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t`State`,
      width: '6.5rem',
      cell: (batch) => (
        <StatusBadge tone={STATE_TONES[batch.state]} isPlain>
          {states[batch.state]}
        </StatusBadge>
      ),
    },
    { key: 'kind', header: t`Kind`, width: '6rem', cell: (batch) => kinds[batch.kind].title },
    {
      key: 'progress',
      header: t`Progress`,
      width: 'minmax(8.5rem, 1.5fr)',
      cell: (batch) => (
        <span className={classes.progress}>
          <TaskBar counts={batch.tasks} label={t`Tasks by state`} isBare />
          <span className={classes.share}>
            {batch.tasks.total > 0 &&
              formatPercent(batch.tasks.accepted / batch.tasks.total, i18n.locale)}
          </span>
        </span>
      ),
    },
    {
      key: 'tasks',
      header: t`Tasks`,
      width: '4.5rem',
      align: 'end',
      cell: (batch) => <Count value={batch.tasks.total} />,
    },
    {
      key: 'overlap',
      header: t`Overlap`,
      width: '4.5rem',
      align: 'end',
      cell: (batch) => <Count value={batch.overlap} />,
    },
    {
      key: 'review',
      header: t`Review`,
      width: '4.5rem',
      cell: (batch) => (batch.review_policy === 'all' ? t`all` : t`none`),
    },
    {
      key: 'annotators',
      header: t`Annotators`,
      width: '6rem',
      align: 'end',
      cell: (batch) => <Count value={batch.annotators.length} />,
    },
    {
      key: 'due',
      header: t`Due`,
      width: '7rem',
      cell: (batch) => (batch.due_at ? <RelativeTime value={batch.due_at} /> : null),
    },
  ];
}
