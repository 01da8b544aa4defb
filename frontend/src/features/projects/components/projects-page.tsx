import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconAlignLeft, IconPhoto, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { progressQuery } from '@/api/progress';
import type { Project } from '@/api/project';
import { useSession } from '@/api/session';
import { Chip, Chips } from '@/components/chip';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { FilterBar } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useRoleWords } from '@/components/role-words';
import { TaskBar } from '@/components/task-bar';
import { useCommands } from '@/lib/commands';
import { formatPercent } from '@/lib/format';
import { projectPath } from '@/lib/project-path';
import { useProjects } from '../api/list-projects';
import { matchesProject } from '../model/match-project';
import classes from './projects-page.module.css';

export function ProjectsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const session = useSession();
  const { q = '', archived } = useSearch({ from: '/in/outer/projects' });
  const isArchived = archived === 'yes';
  const list = useProjects(isArchived);
  const rows = list.rows.filter((project) => matchesProject(project, q));
  // A vendor's people work in projects; they do not make them.
  const canMake = session?.organisations.some(({ vendor }) => vendor === null) ?? false;
  const handleNew = () => void navigate({ to: '/new-project' });
  const setSearch = (patch: { q?: string; archived?: string }) =>
    void navigate({
      to: '/projects',
      search: (now) => ({ ...now, ...patch }),
      replace: true,
    });
  useCommands([
    {
      name: 'projects.create',
      title: t`New project`,
      shortcut: 'n',
      when: () => canMake,
      run: handleNew,
    },
  ]);

  const organisations = session?.organisations.map(({ name }) => name).join(', ');
  return (
    <Page>
      <PageHeader
        title={<Trans>Projects</Trans>}
        context={organisations}
        primary={
          canMake
            ? {
                label: t`New project`,
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
          searchLabel={t`Search projects`}
          values={{ archived: isArchived ? 'yes' : undefined }}
          filters={[
            {
              key: 'archived',
              label: t`Archived`,
              options: [{ value: 'yes', label: t`Only those` }],
            },
          ]}
          onChange={(_key, value) => setSearch({ archived: value })}
        />
      </PageHeader>
      <DataTable
        label={t`Projects`}
        columns={useColumns()}
        rows={rows}
        rowKey={(project) => project.id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        isStale={list.isStale}
        onOpen={(project) => void navigate({ to: projectPath(project.slug) })}
        empty={
          <Empty
            isFiltered={q !== '' || isArchived}
            canMake={canMake}
            onNew={handleNew}
            onClear={() => setSearch({ q: undefined, archived: undefined })}
          />
        }
      />
    </Page>
  );
}

interface EmptyProps {
  isFiltered: boolean;
  canMake: boolean;
  onNew: () => void;
  onClear: () => void;
}

function Empty({ isFiltered, canMake, onNew, onClear }: EmptyProps) {
  const { t } = useLingui();
  if (isFiltered) {
    return (
      <EmptyState
        kind="search"
        title={<Trans>No project fits</Trans>}
        action={{ label: t`Show all projects`, onClick: onClear }}
      />
    );
  }
  if (!canMake) {
    return (
      <EmptyState title={<Trans>No project yet</Trans>}>
        <Trans>A curator adds you to one; it shows up here by itself.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={<Trans>Make your first project</Trans>}
      action={{ label: t`New project`, onClick: onNew, shortcut: 'n' }}
    >
      <Trans>
        A project is one output definition over time: what is labelled, by which rules, and the
        dataset versions that come of it.
      </Trans>
    </EmptyState>
  );
}

function useColumns(): Column<Project>[] {
  const { t } = useLingui();
  return [
    {
      key: 'name',
      header: t`Project`,
      width: 'minmax(16rem, 3fr)',
      cell: (project) => (
        <span className={classes.project}>
          <Link to={projectPath(project.slug)} className={classes.name}>
            {project.name}
          </Link>
          <span className={classes.about} title={project.description}>
            {project.description}
          </span>
        </span>
      ),
    },
    {
      key: 'input',
      header: t`Items`,
      width: '6.5rem',
      cell: (project) => <Input input={project.input} />,
    },
    {
      key: 'roles',
      header: t`My roles`,
      width: 'minmax(9rem, 1.2fr)',
      cell: (project) => <Roles roles={project.roles} />,
    },
    {
      key: 'progress',
      header: t`Progress`,
      width: 'minmax(9rem, 1fr)',
      cell: (project) =>
        project.may.includes('see_vendor_progress') ? <Progress project={project.id} /> : null,
    },
  ];
}

function Input({ input }: { input: string }) {
  return (
    <span className={classes.input}>
      {input === 'image' ? (
        <IconPhoto size={15} stroke={1.7} aria-hidden="true" />
      ) : (
        <IconAlignLeft size={15} stroke={1.7} aria-hidden="true" />
      )}
      {input === 'image' ? <Trans>Images</Trans> : <Trans>Texts</Trans>}
    </span>
  );
}

function Roles({ roles }: { roles: Project['roles'] }) {
  const words = useRoleWords();
  return (
    <Chips>
      {roles.map((role) => (
        <Chip key={role} hint={words[role].does}>
          {words[role].title}
        </Chip>
      ))}
    </Chips>
  );
}

function Progress({ project }: { project: string }) {
  const { t, i18n } = useLingui();
  const { data } = useQuery(progressQuery(project));
  if (!data) return null;
  const { tasks } = data;
  if (tasks.total === 0) {
    return (
      <span className={classes.none}>
        <Trans>No tasks yet</Trans>
      </span>
    );
  }
  return (
    <span className={classes.progress}>
      <TaskBar counts={tasks} label={t`Tasks`} isBare />
      <span className={classes.share}>
        {formatPercent(tasks.accepted / tasks.total, i18n.locale)}
      </span>
    </span>
  );
}
