import { answer, client } from './client';
import type { components } from './schema';

export type CarriedDraft = components['schemas']['CarriedDraftOut'];
export type PartChange = components['schemas']['PartChangeOut'];

/** Work begun under an older schema version as it reads under the current one; nothing is stored. */
export function carryDraft(
  project: string,
  body: { item: string; schema_version: string; value: Record<string, unknown> },
): Promise<CarriedDraft> {
  return answer(
    client.POST('/api/v1/projects/{project}/carry', { params: { path: { project } }, body }),
  );
}

/** What an older revision says, read under the schema version `current`; nothing is stored. */
export async function valueUnder(
  current: string,
  { project, item, revision }: { project: string; item: string; revision: OlderRevision },
): Promise<Record<string, unknown>> {
  const { schema_version, value } = revision;
  if (schema_version === current) return value;
  return (await carryDraft(project, { item, schema_version, value })).value;
}

interface OlderRevision {
  readonly schema_version: string;
  readonly value: Record<string, unknown>;
}

/** The newest published versions, as they are at this moment. */
export async function fetchCurrentVersions(
  project: string,
): Promise<{ schema: string | null; guideline: string | null }> {
  const found = await answer(
    client.GET('/api/v1/projects/{project}', { params: { path: { project } } }),
  );
  return { schema: found.schema_version, guideline: found.guideline_version };
}

/** The revision to go on from: the newest, if all that came after `base` were schema migrations; else `base` itself. */
export async function fetchNewestBase(annotation: string, base: number): Promise<number> {
  const { results } = await answer(
    client.GET('/api/v1/annotations/{annotation}/revisions', { params: { path: { annotation } } }),
  );
  const since = results.filter(({ number }) => number > base);
  const isMachineOnly = since.every(({ cause }) => cause === 'migration' || cause === 'revert');
  return isMachineOnly ? Math.max(base, ...since.map(({ number }) => number)) : base;
}
