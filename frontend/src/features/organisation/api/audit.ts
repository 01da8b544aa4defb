import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';

export type AuditEvent = components['schemas']['AuditEventOut'];

export interface AuditFilter {
  q?: string;
  action?: string;
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
