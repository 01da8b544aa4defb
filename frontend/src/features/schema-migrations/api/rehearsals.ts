import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { answer, client, ifMatch } from '@/api/client';
import { useCreate } from '@/api/create';
import type { Page } from '@/api/page';
import { pollWhile } from '@/api/polling';
import { projectQuery, type Project } from '@/api/project';
import type { components } from '@/api/schema';
import { schemaDraftQuery } from '@/api/schema-draft';
import { schemaMigrationsKey, type SchemaMigration } from '@/api/schema-migrations';
import { schemaVersionsKey } from '@/api/schema-versions';

export type Rehearsal = components['schemas']['RehearsalOut'];
export type Sample = components['schemas']['RehearsalSampleOut'];
export type ApplyBody = components['schemas']['ApplyInRequest'];

function rehearsalsKey(project: string) {
  return ['rehearsals', project];
}

/** The newest rehearsals of a project: for comparing with, and for going back to one. */
export function rehearsalsQuery(project: string) {
  return queryOptions({
    queryKey: rehearsalsKey(project),
    queryFn: ({ signal }) =>
      answer<Page<Rehearsal>>(
        client.GET('/api/v1/projects/{project}/rehearsals', {
          params: { path: { project }, query: { limit: 20 } },
          signal,
        }),
      ),
    select: (page) => page.results,
  });
}

export function rehearsalQuery(id: string) {
  return queryOptions({
    queryKey: ['rehearsal', id],
    queryFn: ({ signal }) =>
      answer<Rehearsal>(
        client.GET('/api/v1/rehearsals/{rehearsal}', {
          params: { path: { rehearsal: id } },
          signal,
        }),
      ),
    refetchInterval: pollWhile((rehearsal: Rehearsal) => rehearsal.state === 'running', 700),
  });
}

/** Samples of one row of the tally. They never change while the rehearsal stands. */
export function samplesQuery(rehearsal: string, bucket: string) {
  return queryOptions({
    queryKey: ['rehearsal', rehearsal, 'samples', bucket],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/rehearsals/{rehearsal}/samples', {
          params: { path: { rehearsal }, query: { bucket } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}

export function useRehearse(project: string) {
  const queryClient = useQueryClient();
  return useCreate(
    (_: undefined, headers) =>
      answer<Rehearsal>(
        client.POST('/api/v1/projects/{project}/rehearsals', {
          params: { path: { project }, header: headers },
        }),
      ),
    () => void queryClient.invalidateQueries({ queryKey: rehearsalsKey(project) }),
  );
}

interface Applying {
  rehearsal: string;
  version: number;
  body: ApplyBody;
}

export function useApply(project: Project) {
  const queryClient = useQueryClient();
  return useCreate(
    ({ rehearsal, version, body }: Applying, headers) =>
      answer<SchemaMigration>(
        client.POST('/api/v1/rehearsals/{rehearsal}/apply', {
          params: { path: { rehearsal }, header: { ...headers, ...ifMatch(version) } },
          body,
        }),
      ),
    () => {
      queryClient.setQueryData(schemaDraftQuery(project.id).queryKey, null);
      void queryClient.invalidateQueries({ queryKey: schemaVersionsKey(project.id) });
      void queryClient.invalidateQueries({ queryKey: projectQuery(project.slug).queryKey });
      void queryClient.invalidateQueries({ queryKey: schemaMigrationsKey(project.id) });
    },
  );
}
