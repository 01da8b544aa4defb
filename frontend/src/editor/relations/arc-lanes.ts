/** What takes up room along one line: from `start` to `end`, in any one unit. */
export interface Stretch {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A lane for each stretch, 0 nearest the line, such that two in one lane never overlap: short ones inside, long ones around them.
 * With more than `most` lanes the rest share the outermost one. Equal input gives equal lanes, whatever its order.
 */
export function arcLanes(
  stretches: readonly Stretch[],
  most = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, number> {
  const lanes: Stretch[][] = [];
  const places = new Map<string, number>();
  for (const stretch of [...stretches].sort(inwards)) {
    const isFree = (lane: readonly Stretch[]) =>
      lane.every((other) => other.end <= stretch.start || stretch.end <= other.start);
    const free = lanes.findIndex(isFree);
    const at = Math.min(free === -1 ? lanes.length : free, most - 1);
    (lanes[at] ??= []).push(stretch);
    places.set(stretch.id, at);
  }
  return places;
}

function inwards(a: Stretch, b: Stretch): number {
  return (
    a.end - a.start - (b.end - b.start) ||
    a.start - b.start ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
