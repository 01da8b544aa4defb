import { isPlainObject } from '@/lib/schema-document';

export interface Lineage {
  schemaVersions: { number: number; annotations: number }[];
  guidelineVersions: { number: number; annotations: number }[];
  /** How revisions came about, most first. */
  causes: { cause: string; annotations: number }[];
  annotators: number;
  /** Annotations read through the operations of newer schema versions. */
  carried: number;
  /** Annotations left out because a person has yet to say what they become. */
  waiting: number;
  /** Annotations left out because nothing leads from them to the schema. */
  lost: number;
}

/** The API describes lineage as free JSON; what is not as expected is left out. */
export function readLineage(plain: unknown): Lineage {
  const from = isPlainObject(plain) ? plain : {};
  const causes = isPlainObject(from.causes) ? Object.entries(from.causes) : [];
  const migrations = isPlainObject(from.schema_migrations) ? from.schema_migrations : {};
  const leftOut = isPlainObject(migrations.left_out) ? migrations.left_out : {};
  return {
    schemaVersions: readVersions(from.schema_versions),
    guidelineVersions: readVersions(from.guideline_versions),
    causes: causes
      .map(([cause, count]) => ({ cause, annotations: asCount(count) }))
      .sort((one, other) => other.annotations - one.annotations),
    annotators: asCount(from.annotators),
    carried: asCount(migrations.carried),
    waiting: asCount(leftOut.waiting),
    lost: asCount(leftOut.refused) + asCount(leftOut.unreachable),
  };
}

function readVersions(list: unknown): { number: number; annotations: number }[] {
  if (!Array.isArray(list)) return [];
  return list
    .filter(isPlainObject)
    .map((each) => ({ number: asCount(each.number), annotations: asCount(each.annotations) }))
    .filter((each) => each.number > 0);
}

function asCount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
