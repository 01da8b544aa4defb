import type { SchemaField, SchemaRelation } from './schema';
import type { RelationEntry } from './value';

/** Why a relation may not stand, in the order the server looks at it. */
export type RelationRefusal = 'type' | 'end' | 'self' | 'from' | 'to' | 'duplicate' | 'parent' | 'circle';

type Arrow = Omit<RelationEntry, 'id'>;

/** What a rule has to know of a field: its kinds of relations. */
type Related = Pick<SchemaField, 'relations'>;

export function relationType(field: Related, key: string): SchemaRelation | undefined {
  return field.relations?.find((type) => type.key === key);
}

/**
 * Why `arrow` may not stand beside `others`, or null when it may: the same rules as the server's. `labels` has the label of each
 * span or region of the field by its id.
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
  if (others.some((other) => isSameArrow(other, arrow))) return 'duplicate';
  return type.hierarchy ? misplacement(parentsOf(others, arrow.type), arrow) : null;
}

/** The parent of each child that `relations` of a hierarchy lead to; the first where there are several. */
function parentsOf(relations: readonly Arrow[], type: string): Map<string, string> {
  const parents = new Map<string, string>();
  for (const { type: other, from, to } of relations)
    if (other === type && !parents.has(to)) parents.set(to, from);
  return parents;
}

function misplacement(
  parents: ReadonlyMap<string, string>,
  { from, to }: Arrow,
): 'parent' | 'circle' | null {
  if (parents.has(to)) return 'parent';
  const seen = new Set<string>();
  for (let above: string | undefined = from; above !== undefined; above = parents.get(above)) {
    if (above === to) return 'circle';
    if (seen.has(above)) break; // what the server would refuse as well
    seen.add(above);
  }
  return null;
}

function isSameArrow(one: Arrow, other: Arrow): boolean {
  return one.type === other.type && one.from === other.from && one.to === other.to;
}

/** The relations that the server would refuse, each with the first reason. Of two that are the same it is the later one. */
export function relationFaults(
  field: Related,
  parts: readonly { readonly id: string; readonly label: string }[],
  relations: readonly RelationEntry[],
): readonly { readonly relation: RelationEntry; readonly reason: RelationRefusal }[] {
  const labels = new Map(parts.map(({ id, label }) => [id, label]));
  // Of thousands of relations few leave from one part, so that looking for the same one stays short.
  const before = new Map<string, RelationEntry[]>();
  const parents = new Map<string, Map<string, string>>();
  const free = { relations: field.relations?.map((type) => ({ ...type, hierarchy: false })) };
  return relations.flatMap((relation) => {
    const others = before.get(relation.from) ?? [];
    let reason = relationRefusal(free, labels, others, relation);
    if (!reason && relationType(field, relation.type)?.hierarchy) {
      const above = parents.get(relation.type) ?? new Map<string, string>();
      parents.set(relation.type, above);
      reason = misplacement(above, relation);
      if (!reason) above.set(relation.to, relation.from);
    }
    before.set(relation.from, others);
    others.push(relation);
    return reason ? [{ relation, reason }] : [];
  });
}
