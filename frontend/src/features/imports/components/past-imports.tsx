import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Trans } from '@lingui/react/macro';
import { useLiveJobs } from '@/api/jobs';
import type { Project } from '@/api/project';
import { DataTable, type Column } from '@/components/data-table';
import { ProgressBar } from '@/components/progress-bar';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { formatNumber } from '@/lib/format';
import { useImports, type Import } from '../api/imports';
import classes from './past-imports.module.css';
import { useFormatTitle } from './use-format-title';
import { useStateWords } from './use-state-words';

/** What was imported before, newest first. */
export function PastImports({ project }: { project: Project }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate({ from: '/projects/$slug/import' });
  const list = useImports(project.id);
  const live = useLiveJobs(list.rows.some((each) => each.state === 'reading') ? project.id : null);
  const titleOf = useFormatTitle();
  const wordsOf = useStateWords();
  const count = (value: number) => (value > 0 ? formatNumber(value, i18n.locale) : '–');
  const columns: Column<Import>[] = [
    {
      key: 'state',
      header: t`Import`,
      width: 'minmax(10rem, 1.4fr)',
      cell: (source) => {
        const job = live.find((each) => each.id === source.job?.id);
        if (source.state === 'reading' && job) {
          return (
            <ProgressBar
              done={job.done}
              total={job.total}
              secondsLeft={job.seconds_left}
              label={wordsOf(source.state).words}
            />
          );
        }
        const { tone, words } = wordsOf(source.state);
        return (
          <StatusBadge tone={tone} isPlain>
            {words}
          </StatusBadge>
        );
      },
    },
    {
      key: 'format',
      header: t`Format`,
      width: 'minmax(7rem, 1fr)',
      cell: (source) => titleOf(source.chosen || source.format),
    },
    {
      key: 'taken',
      header: t`New items`,
      align: 'end',
      width: '5.5rem',
      cell: (source) => count(source.taken),
    },
    {
      key: 'known',
      header: t`There already`,
      align: 'end',
      width: '5.5rem',
      cell: (source) => count(source.known),
    },
    {
      key: 'labelled',
      header: t`Labelled`,
      align: 'end',
      width: '5.5rem',
      cell: (source) => count(source.labelled),
    },
    {
      key: 'refused',
      header: t`Refused`,
      align: 'end',
      width: '5.5rem',
      cell: (source) => count(source.refused),
    },
    { key: 'by', header: t`By`, width: 'minmax(7rem, 1fr)', cell: (source) => source.created_by },
    {
      key: 'at',
      header: t`When`,
      align: 'end',
      width: '8rem',
      cell: (source) => <RelativeTime value={source.created_at} />,
    },
  ];
  return (
    <section className={classes.past} aria-label={t`Imports before this one`}>
      <h2 className={classes.title}>
        <Trans>Past imports</Trans>
      </h2>
      <DataTable
        label={t`Past imports`}
        columns={columns}
        rows={list.rows}
        rowKey={(source) => source.id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        onOpen={(source) => void navigate({ search: { import: source.id } })}
        empty={
          <p className={classes.none}>
            <Trans>Nothing was imported yet.</Trans>
          </p>
        }
      />
    </section>
  );
}
