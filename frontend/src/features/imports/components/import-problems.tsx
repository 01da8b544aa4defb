import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { DataTable, type Column } from '@/components/data-table';
import { FilterBar } from '@/components/filter-bar';
import { StatusBadge } from '@/components/status-badge';
import { formatNumber } from '@/lib/format';
import { useProblems, type Import, type ImportProblem } from '../api/imports';
import { readImportSearch } from '../search';
import classes from './import-problems.module.css';

/** Each refusal with its file, line, reason and what to do. */
export function ImportProblems({ source }: { source: Import }) {
  const { t, i18n } = useLingui();
  const { code } = useSearch({ from: '/in/projects/$slug/import' });
  const navigate = useNavigate({ from: '/projects/$slug/import' });
  const list = useProblems(source.id, code);
  const codes = Object.entries(source.report.codes ?? {}).sort((a, b) => b[1] - a[1]);
  const all = source.report.problems;
  const listed = formatNumber(source.report.kept, i18n.locale);
  const total = formatNumber(all, i18n.locale);
  const columns: Column<ImportProblem>[] = [
    {
      key: 'severity',
      header: t`What`,
      width: '8rem',
      cell: (problem) =>
        problem.severity === 'error' ? (
          <StatusBadge tone="bad" isPlain>
            <Trans>refused</Trans>
          </StatusBadge>
        ) : (
          <StatusBadge tone="warn" isPlain>
            <Trans>note</Trans>
          </StatusBadge>
        ),
    },
    {
      key: 'file',
      header: t`File`,
      width: 'minmax(10rem, 1.2fr)',
      cell: (problem) => (
        <span className={classes.file} title={problem.file}>
          {problem.file}
        </span>
      ),
    },
    {
      key: 'line',
      header: t({ message: 'Line', context: 'of a file' }),
      width: '5rem',
      align: 'end',
      cell: (problem) => (problem.line === null ? '' : formatNumber(problem.line, i18n.locale)),
    },
    {
      key: 'detail',
      header: t`Why, and what to do`,
      width: 'minmax(18rem, 3fr)',
      cell: (problem) => (
        <span className={classes.detail}>
          {problem.detail}
          {problem.count > 1 && (
            <span className={classes.times}>×{formatNumber(problem.count, i18n.locale)}</span>
          )}
        </span>
      ),
    },
  ];
  return (
    <section id="problems" className={classes.problems} aria-label={t`Problems`}>
      <h2 className={classes.title}>
        <Trans>Problems</Trans>
      </h2>
      <FilterBar
        values={{ code }}
        filters={[
          {
            key: 'code',
            label: t`Kind`,
            options: codes.map(([key, count]) => ({
              value: key,
              label: `${key.replaceAll('_', ' ')} (${formatNumber(count, i18n.locale)})`,
            })),
          },
        ]}
        onChange={(key, value) =>
          void navigate({
            search: (old) => readImportSearch({ ...old, [key]: value }),
            replace: true,
          })
        }
      >
        {source.report.kept < all && (
          <span className={classes.some}>
            <Trans>
              The first {listed} of {total} are listed
            </Trans>
          </span>
        )}
      </FilterBar>
      <DataTable
        label={t`Problems`}
        columns={columns}
        rows={list.rows}
        rowKey={(problem) => String(problem.id)}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        isStale={list.isStale}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
      />
    </section>
  );
}
