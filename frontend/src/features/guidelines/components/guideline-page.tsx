import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useProject, type Project } from '@/api/project';
import { schemaVersionQuery } from '@/api/schema-version';
import { DraftPage } from '@/components/draft-page';
import { readDocument } from '@/lib/schema-document';
import { guidelineDraftQuery } from '../api/guideline-draft';
import { useGuidelineVersions } from '../api/guideline-versions';
import type { GuidelineSearch } from '../search';
import { GuidelineEditor } from './guideline-editor';
import { GuidelineReader } from './guideline-reader';

/** The rules that people label by: to be read, compared and written. */
export function GuidelinePage() {
  const { slug } = useParams({ from: '/in/projects/$slug/guideline' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <Guideline key={project.id} project={project} />;
}

function Guideline({ project }: { project: Project }) {
  const search = useSearch({ from: '/in/projects/$slug/guideline' });
  const navigate = useNavigate({ from: '/projects/$slug/guideline' });
  const versions = useGuidelineVersions(project.id);
  const mayEdit = project.may.includes('edit_schema') && !project.archived_at;
  const draft = useQuery({
    ...guidelineDraftQuery(project.id),
    enabled: mayEdit,
    // The editor holds the draft while it is open; a reload under its hands would be a second truth.
    staleTime: search.edit ? Infinity : 0,
    refetchOnWindowFocus: !search.edit,
  });
  const schema = useQuery({
    ...schemaVersionQuery(project.schema_version ?? ''),
    enabled: project.schema_version !== null,
  });
  const document = useMemo(
    () => (schema.data ? readDocument(schema.data.document) : null),
    [schema.data],
  );
  const handleSearch = useCallback(
    (change: Partial<GuidelineSearch>, isReplacing = true) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: isReplacing }),
    [navigate],
  );

  return (
    <DraftPage versions={versions} draft={draft} mayEdit={mayEdit} skeleton={[420]}>
      {() => {
        if (search.edit && mayEdit && draft.data) {
          return (
            <GuidelineEditor
              key={draft.data.id}
              project={project}
              draft={draft.data}
              current={versions.rows[0] ?? null}
              document={document}
              section={search.section ?? null}
              translate={search.translate ?? null}
              onSearch={handleSearch}
            />
          );
        }
        return (
          <GuidelineReader
            project={project}
            versions={versions}
            draft={draft.data ?? null}
            document={document}
            mayEdit={mayEdit}
            search={search}
            onSearch={handleSearch}
          />
        );
      }}
    </DraftPage>
  );
}
