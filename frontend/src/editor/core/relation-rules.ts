import type { SchemaField, SchemaRelation } from './schema';
import type { RelationEntry } from './value';

/** Why a relation may not stand, in the order the server looks at it. */
export type RelationRefusal = 'type' | 'end' | 'self' | 'from' | 'to' | 'duplicate';

type Arrow = Omit<RelationEntry, 'id'>;

/** What a rule has to know of a field: its kinds of relations. */
type Related = Pick<SchemaField, 'relations'>;

export function relationType(field: Related, key: string): SchemaRelation | undefined {
  return field.relations?.find((type) => type.key === key);
}

/**
 * Why `arrow` may not stand beside `others`, or null when it may: the same rules as the server's. `labels` has the label of each
 * span of the field by its id.
 */
export function relationRefusal(
  field: Related,
  labels: ReadonlyMap<string, string>,
  others: readonly Arrow[],
  arrow: Arrow,
): RelationRefusal | null {
  const type = relationType(field, arrow.type);
  const [from, to] = [labels.get(arrow.from), labels.get(arrow.to)];
  if (!type) return 'type';
  if (from === undefined || to === undefined) return 'end';
  if (arrow.from === arrow.to) return 'self';
  if (type.from?.length && !type.from.includes(from)) return 'from';
  if (type.to?.length && !type.to.includes(to)) return 'to';
  return others.some((other) => isSameArrow(other, arrow)) ? 'duplicate' : null;
}

function isSameArrow(one: Arrow, other: Arrow): boolean {
  return one.type === other.type && one.from === other.from && one.to === other.to;
}

/** The relations that the server would refuse, each with the first reason. Of two that are the same it is the later one. */
export function relationFaults(
  field: Related,
  spans: readonly { readonly id: string; readonly label: string }[],
  relations: readonly RelationEntry[],
): readonly { readonly relation: RelationEntry; readonly reason: RelationRefusal }[] {
  const labels = new Map(spans.map(({ id, label }) => [id, label]));
  // Of thousands of relations few leave from one span, so that looking for the same one stays short.
  const before = new Map<string, RelationEntry[]>();
  return relations.flatMap((relation) => {
    const others = before.get(relation.from) ?? [];
    const reason = relationRefusal(field, labels, others, relation);
    before.set(relation.from, others);
    others.push(relation);
    return reason ? [{ relation, reason }] : [];
  });
}
