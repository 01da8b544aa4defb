import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useProject, type Project } from '@/api/project';
import { FilterBar } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useProjectAudit } from '../api/audit';
import { AuditTable } from './audit-table';
import { useAuditWords } from './audit-words';

/** Areas of actions that happen in a project. */
const IN_PROJECTS = [
  'member.',
  'project.',
  'schema.',
  'guideline.',
  'batch.',
  'item.',
  'import.',
  'dataset',
  'access.',
];

export function ProjectAuditPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/audit' });
  const project = useProject(slug);
  return project ? <ProjectAudit project={project} /> : null;
}

function ProjectAudit({ project }: { project: Project }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { areas } = useAuditWords();
  const search = useSearch({ from: '/in/projects/$slug/audit' });
  const list = useProjectAudit(project.id, search);
  const setSearch = (patch: typeof search) =>
    void navigate({
      to: '/projects/$slug/audit',
      params: { slug: project.slug },
      search: (now) => ({ ...now, ...patch }),
      replace: true,
    });
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <Page>
      <PageHeader
        title={<Trans>Audit</Trans>}
        context={
          <Trans>Who did what in this project, the newest first, and who was refused.</Trans>
        }
      >
        <FilterBar
          search={search.q ?? ''}
          onSearch={(text) => setSearch({ q: text || undefined })}
          searchLabel={t`Search by person`}
          values={{ action: search.action }}
          filters={[
            {
              key: 'action',
              label: t`Action`,
              options: Object.entries(areas)
                .filter(([value]) => IN_PROJECTS.includes(value))
                .map(([value, label]) => ({ value, label })),
            },
          ]}
          onChange={(_key, value) => setSearch({ action: value })}
        />
      </PageHeader>
      <AuditTable
        list={list}
        onShowEverything={
          isFiltered ? () => setSearch({ q: undefined, action: undefined }) : undefined
        }
      />
    </Page>
  );
}
