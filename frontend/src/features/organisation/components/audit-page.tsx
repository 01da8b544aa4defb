import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { allPages } from '@/api/all-pages';
import { fetchProjects, type Project } from '@/api/project';
import type { Belonging } from '@/api/session';
import { DataTable } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { FilterBar } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Person } from '@/components/person';
import { RelativeTime } from '@/components/relative-time';
import { useAudit } from '../api/audit';
import { detailOf } from '../model/audit-detail';
import { useAuditWords } from './audit-words';
import classes from './organisation.module.css';
import { WithOrganisation } from './with-organisation';

export function AuditPage() {
  return <WithOrganisation>{(own) => <Audit own={own} />}</WithOrganisation>;
}

function Audit({ own }: { own: Belonging }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { actions, areas } = useAuditWords();
  const search = useSearch({ from: '/in/outer/organisation/audit' });
  const list = useAudit(own.id, search);
  const projects = useQuery({
    queryKey: ['projects', 'all'],
    queryFn: ({ signal }) => allPages<Project>((after) => fetchProjects(after, signal)),
  });
  const names = new Map(projects.data?.map(({ id, name }) => [id, name]));
  const setSearch = (patch: typeof search) =>
    void navigate({
      to: '/organisation/audit',
      search: (now) => ({ ...now, ...patch }),
      replace: true,
    });
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <Page>
      <PageHeader
        title={<Trans>Audit</Trans>}
        context={
          <Trans>
            Who did what, the newest first. Nothing can be taken out: each entry seals the one
            before.
          </Trans>
        }
      >
        <FilterBar
          search={search.q ?? ''}
          onSearch={(text) => setSearch({ q: text || undefined })}
          searchLabel={t`Search by person`}
          values={{ action: search.action, project: search.project }}
          filters={[
            {
              key: 'action',
              label: t`Action`,
              options: Object.entries(areas).map(([value, label]) => ({ value, label })),
            },
            {
              key: 'project',
              label: t`Project`,
              options: (projects.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            },
          ]}
          onChange={(key, value) => setSearch({ [key]: value })}
        />
      </PageHeader>
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
            header: t`What`,
            width: 'minmax(11rem, 1.4fr)',
            cell: (event) =>
              actions[event.action] ?? <code className={classes.action}>{event.action}</code>,
          },
          {
            key: 'project',
            header: t`Project`,
            width: 'minmax(7rem, 1fr)',
            cell: (event) => (event.project ? (names.get(event.project) ?? '') : ''),
          },
          {
            key: 'data',
            header: t`More`,
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
          isFiltered ? (
            <EmptyState
              kind="search"
              title={<Trans>Nothing fits</Trans>}
              action={{
                label: t`Show everything`,
                onClick: () => setSearch({ q: undefined, action: undefined, project: undefined }),
              }}
            />
          ) : (
            <EmptyState title={<Trans>Nothing has happened yet</Trans>} />
          )
        }
      />
    </Page>
  );
}
