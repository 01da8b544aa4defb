import { Skeleton } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isLive, useLiveJob } from '@/api/jobs';
import { useProject, type Project } from '@/api/project';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { importQuery } from '../api/imports';
import { queueOf } from '../model/queues';
import type { NamedFile } from '../model/dropped-files';
import { useCreateImport } from '../api/imports';
import { DropZone } from './drop-zone';
import { ImportCollecting } from './import-collecting';
import { ImportResult } from './import-result';
import { PastImports } from './past-imports';

/** From files to items: drop, look, start, and read what became of them. */
export function ImportPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/import' });
  const { import: id } = useSearch({ from: '/in/projects/$slug/import' });
  const project = useProject(slug);
  if (!project) return null;
  return id ? <OneImport key={id} id={id} project={project} /> : <NewImport project={project} />;
}

function NewImport({ project }: { project: Project }) {
  const navigate = useNavigate({ from: '/projects/$slug/import' });
  const create = useCreateImport(project.id);
  const mayImport = project.may.includes('import_items') && !project.archived_at;
  const handleFiles = (files: NamedFile[]) => {
    if (files.length === 0 || create.isPending) return;
    create.mutate(undefined, {
      onSuccess: ({ id }) => {
        queueOf(id).add(files);
        void navigate({ search: { import: id } });
      },
    });
  };
  return (
    <Page>
      <PageHeader
        title={<Trans>Import</Trans>}
        context={<Trans>Importing the same files again changes nothing.</Trans>}
      />
      {mayImport && (
        <DropZone
          input={project.input}
          onFiles={handleFiles}
          isBusy={create.isPending}
          error={create.error}
        />
      )}
      <PastImports project={project} />
    </Page>
  );
}

function OneImport({ id, project }: { id: string; project: Project }) {
  const query = useQuery(importQuery(id));
  const job = useLiveJob(project.id, query.data?.job ?? null);
  const isRunning = query.data?.state === 'reading';
  const hasEnded = job !== null && !isLive(job);
  const { refetch } = query;
  // While it runs, the numbers come now and then; when its job ends, at once.
  useEffect(() => {
    if (!isRunning) return undefined;
    if (hasEnded) void refetch();
    const timer = setInterval(() => void refetch(), 2000);
    return () => clearInterval(timer);
  }, [isRunning, hasEnded, refetch]);

  if (query.isError) {
    return <ErrorState error={query.error} onRetry={() => void refetch()} level="h1" />;
  }
  if (!query.data) {
    return (
      <Page>
        <Skeleton height={28} width={180} mb="lg" />
        <Skeleton height={320} />
      </Page>
    );
  }
  return query.data.state === 'collecting' ? (
    <ImportCollecting source={query.data} project={project} />
  ) : (
    <ImportResult source={query.data} job={job} project={project} />
  );
}
