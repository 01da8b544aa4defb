import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useProject, type Project } from '@/api/project';
import { schemaDraftQuery } from '@/api/schema-draft';
import { useSchemaVersions } from '@/api/schema-versions';
import { DraftPage } from '@/components/draft-page';
import type { SchemaSearch } from '../search';
import { SchemaEditor } from './schema-editor';
import { SchemaReader } from './schema-reader';

/** The definition of what may be said about an item: as it is, as it was, and as it is going to be. */
export function SchemaPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/schema/' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <Schema key={project.id} project={project} />;
}

function Schema({ project }: { project: Project }) {
  const search = useSearch({ from: '/in/projects/$slug/schema/' });
  const navigate = useNavigate({ from: '/projects/$slug/schema/' });
  const versions = useSchemaVersions(project.id);
  const mayEdit = project.may.includes('edit_schema') && !project.archived_at;
  const draft = useQuery({
    ...schemaDraftQuery(project.id),
    enabled: mayEdit,
    // The editor holds the draft while it is open; a reload under its hands would be a second truth.
    staleTime: search.edit ? Infinity : 0,
    refetchOnWindowFocus: !search.edit,
  });
  const handleSearch = useCallback(
    (change: Partial<SchemaSearch>, isReplacing = true) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: isReplacing }),
    [navigate],
  );

  return (
    <DraftPage versions={versions} draft={draft} mayEdit={mayEdit} skeleton={[160, 260]}>
      {() => {
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
      }}
    </DraftPage>
  );
}
