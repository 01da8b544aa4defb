import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent } from './client';
import type { Page } from './page';
import { pollWhile } from './polling';
import type { components } from './schema';

export type SchemaMigration = components['schemas']['SchemaMigrationOut'];
export type WayBack = components['schemas']['WayBackOut'];
export type Tally = components['schemas']['TallyOut'];

/** Whether its jobs still have something to do. */
export function isUnderWay({ state }: Pick<SchemaMigration, 'state'>): boolean {
  return state === 'running' || state === 'paused';
}

function isMoving({ state }: Pick<SchemaMigration, 'state'>): boolean {
  return state === 'running';
}

export function schemaMigrationsKey(project: string) {
  return ['schema-migrations', project];
}

/** The newest schema migrations of a project. In `api/`: the overview shows the one that runs. */
export function schemaMigrationsQuery(project: string) {
  return queryOptions({
    queryKey: [...schemaMigrationsKey(project), 'newest'],
    queryFn: ({ signal }) =>
      answer<Page<SchemaMigration>>(
        client.GET('/api/v1/projects/{project}/schema-migrations', {
          params: { path: { project }, query: { limit: 100 } },
          signal,
        }),
      ),
    refetchInterval: pollWhile((page: Page<SchemaMigration>) => page.results.some(isMoving)),
  });
}

/** What taking it back would do, counted when somebody asks. */
export function wayBackQuery(id: string) {
  return queryOptions({
    queryKey: ['way-back', id],
    queryFn: ({ signal }) =>
      answer<WayBack>(
        client.GET('/api/v1/schema-migrations/{schema_migration}/revert', {
          params: { path: { schema_migration: id } },
          signal,
        }),
      ),
    staleTime: 0,
    gcTime: 0,
  });
}

export function useMigrationAction(project: string, action: 'pause' | 'resume') {
  const refresh = useRefresh(project);
  return useMutation({
    mutationFn: (id: string) => {
      const params = { path: { schema_migration: id } };
      return answer<SchemaMigration>(
        action === 'pause'
          ? client.POST('/api/v1/schema-migrations/{schema_migration}/pause', { params })
          : client.POST('/api/v1/schema-migrations/{schema_migration}/resume', { params }),
      );
    },
    onSettled: refresh,
  });
}

export function useTakeBack(project: string) {
  const refresh = useRefresh(project);
  return useMutation({
    mutationFn: ({ id, note }: { id: string; note: string }) =>
      answer<SchemaMigration>(
        client.POST('/api/v1/schema-migrations/{schema_migration}/revert', {
          params: { path: { schema_migration: id }, header: idempotent() },
          body: { note },
        }),
      ),
    onSettled: refresh,
  });
}

function useRefresh(project: string) {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: schemaMigrationsKey(project) }),
      queryClient.invalidateQueries({ queryKey: ['schema-versions', project] }),
      queryClient.invalidateQueries({ queryKey: ['project'] }),
    ]);
}
