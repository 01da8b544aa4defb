import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { isLive, useLiveJobs, type Job } from '@/api/jobs';
import { useProject, type Project } from '@/api/project';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { FilterBar } from '@/components/filter-bar';
import { jobState } from '@/components/job-words';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { formatNumber } from '@/lib/format';
import { useJobs } from '../api/jobs';
import { readJobsSearch } from '../search';
import { JobDetail } from './job-detail';
import classes from './jobs-page.module.css';
import { JobProgress } from './job-progress';
import { useJobTitle } from './use-job-title';

/** What machines are doing for this project, and what they did. */
export function JobsPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/jobs' });
  const project = useProject(slug);
  return project ? <Jobs key={project.id} project={project} /> : null;
}

function Jobs({ project }: { project: Project }) {
  const { t, i18n } = useLingui();
  const search = useSearch({ from: '/in/projects/$slug/jobs' });
  const navigate = useNavigate({ from: '/projects/$slug/jobs' });
  const list = useJobs(project.id, search.state);
  const live = useLiveJobs(project.id);
  const title = useJobTitle();
  const rows = useCurrent(list.rows, live, search.state, project.id);
  const open = rows.find((job) => job.id === search.job) ?? null;
  const running = live.filter((job) => job.state === 'running').length;
  const waiting = live.filter((job) => job.state === 'queued').length;

  const columns: Column<Job>[] = [
    { key: 'kind', header: t`Job`, width: 'minmax(11rem, 2fr)', cell: (job) => title(job) },
    {
      key: 'state',
      header: t`State`,
      width: '9rem',
      cell: (job) => {
        const { tone, words } = jobState(job.state);
        return (
          <StatusBadge tone={tone} isPlain>
            {i18n._(words)}
          </StatusBadge>
        );
      },
    },
    {
      key: 'progress',
      header: t`Progress`,
      width: 'minmax(12rem, 2fr)',
      cell: (job) =>
        isLive(job) ? (
          <JobProgress job={job} />
        ) : (
          <span className={classes.quiet}>{job.error?.detail ?? ''}</span>
        ),
    },
    {
      key: 'done',
      header: t`Done`,
      width: '7rem',
      align: 'end',
      cell: (job) => formatNumber(job.done, i18n.locale),
    },
    {
      key: 'created',
      header: t`Asked for`,
      width: '9rem',
      align: 'end',
      cell: (job) => <RelativeTime value={job.created_at} />,
    },
  ];

  return (
    <Page>
      <PageHeader
        title={<Trans>Jobs</Trans>}
        context={
          running + waiting > 0
            ? t`${running} running, ${waiting} waiting. They go on when you leave.`
            : t`Imports, exports and other work that machines do in the background.`
        }
      >
        <FilterBar
          values={search as Record<string, string | undefined>}
          filters={[
            {
              key: 'state',
              label: t`State`,
              options: [
                { value: 'live', label: t`Running or waiting` },
                { value: 'succeeded', label: i18n._(jobState('succeeded').words) },
                { value: 'failed', label: i18n._(jobState('failed').words) },
                { value: 'cancelled', label: i18n._(jobState('cancelled').words) },
              ],
            },
          ]}
          onChange={(key, value) =>
            void navigate({
              search: (old) => readJobsSearch({ ...old, [key]: value }),
              replace: true,
            })
          }
        />
      </PageHeader>
      <DataTable
        label={t`Jobs`}
        columns={columns}
        rows={rows}
        rowKey={(job) => job.id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        isStale={list.isStale}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        openKey={search.job}
        onOpen={(job) => void navigate({ search: (old) => ({ ...old, job: job.id }) })}
        empty={
          search.state ? (
            <EmptyState kind="search" title={t`No job is in this state`} />
          ) : (
            <EmptyState kind="done" title={t`Nothing has been asked of the machines yet`}>
              <Trans>An import, an export or a dataset version will show here.</Trans>
            </EmptyState>
          )
        }
      />
      <JobDetail
        job={open}
        project={project}
        onClose={() => void navigate({ search: (old) => ({ ...old, job: undefined }) })}
      />
    </Page>
  );
}

/** The listed jobs as they are now, with those that began since. */
function useCurrent(
  rows: readonly Job[],
  live: readonly Job[],
  filter: string | undefined,
  project: string,
): readonly Job[] {
  const queryClient = useQueryClient();
  const ended = live.filter((job) => !isLive(job)).length;
  useEffect(() => {
    if (ended > 0) void queryClient.invalidateQueries({ queryKey: ['jobs', project] });
  }, [ended, project, queryClient]);
  return useMemo(() => {
    const now = new Map(live.map((job) => [job.id, job]));
    const known = new Set(rows.map((job) => job.id));
    const fresh = live.filter(
      (job) => !known.has(job.id) && (!filter || (filter === 'live' && isLive(job))),
    );
    const isBeyond = (job: Job) => rows.length > 0 && job.created_at < (rows[0]?.created_at ?? '');
    return [...fresh.filter((job) => !isBeyond(job)), ...rows.map((job) => now.get(job.id) ?? job)];
  }, [rows, live, filter]);
}
