import { answer, client, ifMatch } from '@/api/client';
import type { HandedOut } from '@/api/types';

/** The assignments that I hold, filled up to `count`, returned work first; and how I stand with the guideline. */
export function fetchAssignments(
  project: string,
  batch: string | null,
  count: number,
): Promise<HandedOut> {
  return answer(
    client.POST('/api/v1/projects/{project}/assignments', {
      params: { path: { project } },
      body: { batch, count },
    }),
  );
}

/** Milliseconds of this computer's clock when the lease now ends. */
export async function renewLease(assignment: string): Promise<number> {
  const lease = await answer(
    client.POST('/api/v1/assignments/{assignment}/renew', { params: { path: { assignment } } }),
  );
  return Date.parse(lease.expires_at);
}

export interface DraftToSave {
  readonly value: Record<string, unknown>;
  readonly seconds: number;
  readonly schema_version: string;
}

/** The draft's new version. */
export async function saveDraft(
  assignment: string,
  body: DraftToSave,
  version: number,
): Promise<number> {
  const lease = await answer(
    client.PUT('/api/v1/assignments/{assignment}/draft', {
      params: { path: { assignment }, header: ifMatch(version) },
      body,
    }),
  );
  return lease.draft_version;
}
