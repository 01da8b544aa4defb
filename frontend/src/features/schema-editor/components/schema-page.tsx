import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useProject, type Project } from '@/api/project';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { useDelayed } from '@/lib/use-delayed';
import { schemaDraftQuery } from '../api/schema-draft';
import { useSchemaVersions } from '../api/schema-versions';
import type { SchemaSearch } from '../search';
import { SchemaEditor } from './schema-editor';
import { SchemaReader } from './schema-reader';

/** The definition of what may be said about an item: as it is, as it was, and as it is going to be. */
export function SchemaPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/schema' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <Schema key={project.id} project={project} />;
}

function Schema({ project }: { project: Project }) {
  const search = useSearch({ from: '/in/projects/$slug/schema' });
  const navigate = useNavigate({ from: '/projects/$slug/schema' });
  const versions = useSchemaVersions(project.id);
  const mayEdit = project.may.includes('edit_schema') && !project.archived_at;
  const draft = useQuery({
    ...schemaDraftQuery(project.id),
    enabled: mayEdit,
    // The editor holds the draft while it is open; a reload under its hands would be a second truth.
    staleTime: search.edit ? Infinity : 0,
    refetchOnWindowFocus: !search.edit,
  });
  const isWaiting = versions.status === 'loading' || (mayEdit && draft.isPending);
  const isShown = useDelayed(isWaiting);

  const handleSearch = useCallback(
    (change: Partial<SchemaSearch>, isReplacing = true) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: isReplacing }),
    [navigate],
  );

  if (versions.status === 'error' || draft.isError) {
    return (
      <ErrorState
        error={versions.error ?? draft.error}
        onRetry={() => {
          versions.retry();
          if (mayEdit) void draft.refetch();
        }}
        level="h1"
      />
    );
  }
  if (isWaiting) return isShown ? <Waiting /> : null;
  if (search.edit && mayEdit && draft.data) {
    return (
      <SchemaEditor
        key={draft.data.id}
        project={project}
        draft={draft.data}
        current={versions.rows[0] ?? null}
        search={search}
        onSearch={handleSearch}
      />
    );
  }
  return (
    <SchemaReader
      project={project}
      versions={versions}
      draft={draft.data ?? null}
      mayEdit={mayEdit}
      search={search}
      onSearch={handleSearch}
    />
  );
}

function Waiting() {
  return (
    <Page>
      <Skeleton height={28} width={180} mb="lg" />
      <Skeleton height={160} mb="md" />
      <Skeleton height={260} />
    </Page>
  );
}
