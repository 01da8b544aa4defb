export interface Placeable {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A lane for each span such that overlapping ones never share one; as few lanes as possible. A span keeps its lane over all its
 * lines, so that the eye can follow it.
 */
export function assignLanes(spans: readonly Placeable[]): ReadonlyMap<string, number> {
  const lanes = new Map<string, number>();
  const ends: number[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const free = ends.findIndex((end) => end <= span.start);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = span.end;
    lanes.set(span.id, lane);
  }
  return lanes;
}
