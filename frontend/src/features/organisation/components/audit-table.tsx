import { Trans, useLingui } from '@lingui/react/macro';
import type { PagedList } from '@/api/paged-list';
import { DataTable } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { Person } from '@/components/person';
import { RelativeTime } from '@/components/relative-time';
import type { AuditEvent } from '../api/audit';
import { detailOf } from '../model/audit-detail';
import { useAuditWords } from './audit-words';
import classes from './organisation.module.css';

interface AuditTableProps {
  list: PagedList<AuditEvent>;
  /** Names of projects by id; without it the table is about one project and does not say which. */
  projects?: ReadonlyMap<string, string>;
  /** Set while something is filtered. */
  onShowEverything?: () => void;
}

/** Events of the audit log. */
export function AuditTable({ list, projects, onShowEverything }: AuditTableProps) {
  const { t } = useLingui();
  const { actions } = useAuditWords();
  return (
    <DataTable
      label={t`Audit`}
      rows={list.rows}
      rowKey={(event) => String(event.sequence)}
      status={list.status}
      error={list.error}
      onRetry={list.retry}
      hasMore={list.hasMore}
      isLoadingMore={list.isLoadingMore}
      onLoadMore={list.loadMore}
      isStale={list.isStale}
      columns={[
        {
          key: 'at',
          header: t`When`,
          width: '8.5rem',
          cell: (event) => <RelativeTime value={event.at} />,
        },
        {
          key: 'actor',
          header: t`Who`,
          width: 'minmax(10rem, 1.2fr)',
          cell: (event) =>
            event.actor === '' ? (
              <span className={classes.quiet}>Labelwright</span>
            ) : (
              <Person name={event.actor_name ?? event.actor} />
            ),
        },
        {
          key: 'action',
          header: t({ message: 'What', context: 'somebody did' }),
          width: 'minmax(11rem, 1.4fr)',
          cell: (event) =>
            actions[event.action] ?? <code className={classes.action}>{event.action}</code>,
        },
        ...(projects
          ? [
              {
                key: 'project',
                header: t`Project`,
                width: 'minmax(7rem, 1fr)',
                cell: (event: AuditEvent) =>
                  event.project ? (projects.get(event.project) ?? '') : '',
              },
            ]
          : []),
        {
          key: 'data',
          header: t({ message: 'More', context: 'about what somebody did' }),
          width: 'minmax(10rem, 2fr)',
          cell: (event) => {
            const detail = detailOf(event.data);
            return (
              <span className={classes.data} title={detail}>
                {detail}
              </span>
            );
          },
        },
        {
          key: 'sequence',
          header: t`No.`,
          width: '4.5rem',
          align: 'end',
          cell: (event) => <span className={classes.quiet}>{event.sequence}</span>,
        },
      ]}
      empty={
        onShowEverything ? (
          <EmptyState
            kind="search"
            title={<Trans>Nothing fits</Trans>}
            action={{ label: t`Show everything`, onClick: onShowEverything }}
          />
        ) : (
          <EmptyState title={<Trans>Nothing has happened yet</Trans>} />
        )
      }
    />
  );
}
