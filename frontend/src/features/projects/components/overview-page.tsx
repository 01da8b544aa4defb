import { Button, Menu, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconArchive, IconDots, IconPencil, IconPlus } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { mayAsk } from '@/api/asking';
import { progressQuery } from '@/api/progress';
import { useProject, type Project } from '@/api/project';
import { useOpenQuestions } from '@/api/relabel';
import { AskButton } from '@/components/ask-button';
import { ErrorState } from '@/components/error-state';
import { OpenQuestions } from '@/components/open-questions';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useCommands } from '@/lib/commands';
import { showToast } from '@/lib/toasts';
import { projectPath } from '@/lib/project-path';
import { useArchiveProject } from '../api/change-project';
import { EditProjectDialog } from './edit-project-dialog';
import { MigrationLine } from './migration-line';
import { NewestItems } from './newest-items';
import { NextSteps } from './next-steps';
import { OpenBatches } from './open-batches';
import classes from './overview-page.module.css';
import { ProjectSide } from './project-side';
import { WorkSoFar } from './work-so-far';

export function OverviewPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/overview' });
  const project = useProject(slug);
  return project ? <Overview project={project} /> : null;
}

function Overview({ project }: { project: Project }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const progress = useQuery(progressQuery(project.id));
  const questions = useOpenQuestions(project);
  const canRun = project.may.includes('run_batches') && project.archived_at === null;
  const handleNewBatch = () => void navigate({ to: projectPath(project.slug, 'batches/new') });
  const hasItems = (progress.data?.items ?? 0) > 0;
  useCommands([
    {
      name: 'batches.create',
      title: t`New batch`,
      shortcut: 'n',
      when: () => canRun && hasItems,
      run: handleNewBatch,
    },
  ]);
  return (
    <Page>
      <PageHeader
        title={project.name}
        context={project.description}
        secondary={
          <>
            {mayAsk(project) && <AskButton />}
            <ProjectMenu project={project} />
          </>
        }
        primary={
          canRun && hasItems
            ? {
                label: t`New batch`,
                icon: <IconPlus size={15} aria-hidden="true" />,
                shortcut: 'n',
                onClick: handleNewBatch,
              }
            : undefined
        }
      />
      {project.archived_at !== null && <Archived project={project} />}
      <MigrationLine project={project} />
      <OpenQuestions count={questions} to={projectPath(project.slug, 'relabel')} />
      {progress.isError ? (
        <ErrorState error={progress.error} onRetry={() => void progress.refetch()} />
      ) : !progress.data ? (
        <Skeleton height={180} />
      ) : (
        <div className={classes.columns}>
          <div className={classes.main}>
            <NextSteps project={project} progress={progress.data} />
            <WorkSoFar project={project} progress={progress.data} />
            <OpenBatches project={project} />
            <NewestItems project={project} items={progress.data.items} />
          </div>
          <ProjectSide project={project} progress={progress.data} />
        </div>
      )}
    </Page>
  );
}

function ProjectMenu({ project }: { project: Project }) {
  const { t } = useLingui();
  const [isEditing, setIsEditing] = useState(false);
  const archive = useArchiveProject();
  if (!project.may.includes('edit_project')) return null;

  const setArchived = (archived: boolean) =>
    archive.mutate(
      { project: project.id, archived },
      {
        onSuccess: () =>
          archived &&
          showToast({
            message: t`Archived. Nobody gets tasks of it now.`,
            action: { label: t`Undo`, run: () => setArchived(false) },
          }),
        onError: (error) => showToast({ message: error.message, tone: 'bad' }),
      },
    );

  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t`More about this project`}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setIsEditing(true)}>
            <Trans>Name and description</Trans>
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArchive size={15} />}
            onClick={() => setArchived(project.archived_at === null)}
          >
            {project.archived_at === null ? (
              <Trans>Archive</Trans>
            ) : (
              <Trans context="from the archive">Take back</Trans>
            )}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isEditing && <EditProjectDialog project={project} onClose={() => setIsEditing(false)} />}
    </>
  );
}

function Archived({ project }: { project: Project }) {
  const archive = useArchiveProject();
  return (
    <div className={classes.archived} role="status">
      <IconArchive size={16} aria-hidden="true" />
      <span>
        <Trans>This project is archived: all of it can be read, nothing in it is worked on.</Trans>
      </span>
      {project.may.includes('edit_project') && (
        <Button
          variant="default"
          size="xs"
          loading={archive.isPending}
          onClick={() => archive.mutate({ project: project.id, archived: false })}
        >
          <Trans context="from the archive">Take back</Trans>
        </Button>
      )}
    </div>
  );
}
