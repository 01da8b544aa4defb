import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent, ifMatch } from './client';
import { projectQuery, type Project } from './project';
import type { components } from './schema';
import { isProblem } from '@/lib/problem';
import type { Plain } from '@/lib/schema-document';
import { schemaVersionsKey } from './schema-versions';

export type SchemaDraft = components['schemas']['SchemaDraftOut'];

/** The draft of the project, or null when there is none. */
export function schemaDraftQuery(project: string) {
  return queryOptions({
    queryKey: ['schema-draft', project],
    queryFn: ({ signal }) =>
      answer<SchemaDraft>(
        client.GET('/api/v1/projects/{project}/schema-draft', {
          params: { path: { project } },
          signal,
        }),
      ).catch((error: unknown) => {
        if (isProblem(error, 404)) return null;
        throw error;
      }),
  });
}

/** A draft from the current version; the one that is there, if somebody started it already. */
export function useStartSchemaDraft(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      try {
        return await answer<SchemaDraft>(
          client.POST('/api/v1/projects/{project}/schema-draft', {
            params: { path: { project }, header: idempotent() },
          }),
        );
      } catch (error) {
        if (!isProblem(error, 409) || error.code !== 'draft-exists') throw error;
        const there = await queryClient.fetchQuery({ ...schemaDraftQuery(project), staleTime: 0 });
        if (!there) throw error;
        return there;
      }
    },
    onSuccess: (draft) => queryClient.setQueryData(schemaDraftQuery(project).queryKey, draft),
  });
}

export function saveSchemaDraft(
  project: string,
  document: Plain,
  version: number,
): Promise<SchemaDraft> {
  return answer(
    client.PUT('/api/v1/projects/{project}/schema-draft', {
      params: { path: { project }, header: ifMatch(version) },
      body: { document },
    }),
  );
}

export function useDiscardSchemaDraft(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (version: number) =>
      answer(
        client.DELETE('/api/v1/projects/{project}/schema-draft', {
          params: { path: { project }, header: ifMatch(version) },
        }),
      ),
    onSuccess: () => queryClient.setQueryData(schemaDraftQuery(project).queryKey, null),
  });
}

export function usePublishSchemaDraft(project: Project) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ note, version }: { note: string; version: number }) =>
      answer(
        client.POST('/api/v1/projects/{project}/schema-draft/publish', {
          params: {
            path: { project: project.id },
            header: { ...ifMatch(version), ...idempotent() },
          },
          body: { note },
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: schemaVersionsKey(project.id) }),
        queryClient.invalidateQueries({ queryKey: projectQuery(project.slug).queryKey }),
      ]);
      queryClient.setQueryData(schemaDraftQuery(project.id).queryKey, null);
    },
  });
}
