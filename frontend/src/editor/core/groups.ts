import type { Region } from './value';

/** All regions that are selected, moved and deleted together with those of `ids`, themselves included, in the document's order. */
export function withGroups(regions: readonly Region[], ids: readonly string[]): string[] {
  const wanted = new Set(ids);
  const groups = new Set(
    regions.flatMap((region) => (wanted.has(region.id) && region.group ? [keyOf(region)] : [])),
  );
  return regions
    .filter((region) => wanted.has(region.id) || (region.group && groups.has(keyOf(region))))
    .map(({ id }) => id);
}

/** The group that all of `regions` are of, or null. */
export function commonGroup(regions: readonly Region[]): string | null {
  const [first] = regions;
  if (!first?.group) return null;
  return regions.every((region) => region.group === first.group && region.field === first.field)
    ? first.group
    : null;
}

/** Whether one press would group `regions`, take their group away, or do nothing: a group is within one field. */
export function groupingOf(regions: readonly Region[]): 'group' | 'ungroup' | 'none' {
  if (commonGroup(regions) !== null) return 'ungroup';
  const fields = new Set(regions.map(({ field }) => field));
  return regions.length > 1 && fields.size === 1 ? 'group' : 'none';
}

/** Copies get groups of their own: `newId` once for each group among the originals. */
export function freshGroups(newId: () => string): (group: string | undefined) => string | undefined {
  const known = new Map<string, string>();
  return (group) => {
    if (group === undefined) return undefined;
    const fresh = known.get(group) ?? newId();
    known.set(group, fresh);
    return fresh;
  };
}

function keyOf({ field, group }: Region): string {
  return `${field}/${group ?? ''}`;
}
