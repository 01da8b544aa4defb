import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { allPages } from '@/api/all-pages';
import { fetchProjects, type Project } from '@/api/project';
import type { Belonging } from '@/api/session';
import { FilterBar } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useAudit } from '../api/audit';
import { AuditTable } from './audit-table';
import { useAuditWords } from './audit-words';
import { WithOrganisation } from './with-organisation';

export function AuditPage() {
  return <WithOrganisation>{(own) => <Audit own={own} />}</WithOrganisation>;
}

function Audit({ own }: { own: Belonging }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { areas } = useAuditWords();
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
      <AuditTable
        list={list}
        projects={names}
        onShowEverything={
          isFiltered
            ? () => setSearch({ q: undefined, action: undefined, project: undefined })
            : undefined
        }
      />
    </Page>
  );
}
