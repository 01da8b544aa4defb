import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';

export type AuditEvent = components['schemas']['AuditEventOut'];

export interface ProjectAuditFilter {
  q?: string;
  action?: string;
}

export interface AuditFilter extends ProjectAuditFilter {
  project?: string;
}

export function useAudit(organisation: string, filter: AuditFilter) {
  return usePagedList<AuditEvent>({
    queryKey: ['audit', organisation, filter],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/organisations/{organisation}/audit', {
          params: { path: { organisation }, query: { after, limit: 100, ...filter } },
          signal,
        }),
      ),
  });
}

export function useProjectAudit(project: string, filter: ProjectAuditFilter) {
  return usePagedList<AuditEvent>({
    queryKey: ['project-audit', project, filter],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/audit', {
          params: { path: { project }, query: { after, limit: 100, ...filter } },
          signal,
        }),
      ),
  });
}
