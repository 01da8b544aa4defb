import { isSegment, type SegmentGeometry } from '../core/located';
import type { EditorSchema } from '../core/schema';
import type { Region } from '../core/value';

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A region that is a segment of time. */
export type Segment = Region & { readonly geometry: SegmentGeometry };

export function isSegmentRegion(region: Region): region is Segment {
  return isSegment(region.geometry);
}

/** To the millisecond: what is stored is what is shown. */
export function rounded(time: number): number {
  return Math.round(time * 1000) / 1000;
}

export function segmentsOf(regions: readonly Region[]): Segment[] {
  return regions
    .filter(isSegmentRegion)
    .sort((a, b) => a.geometry.start - b.geometry.start || a.geometry.end - b.geometry.end);
}

/** The shortest segment that can be made: a slip of the hand makes none. */
export const SHORTEST = 0.01;

/** The key of the attribute that is the transcript: the first text of the label. */
export function transcriptOf(schema: EditorSchema, region: Region): string | null {
  const label = schema.label(region.field, region.label);
  return label?.attributes?.find(({ type }) => type === 'text')?.key ?? null;
}

/** The room that a segment of `field` has around `within`: up to its neighbours where they may not overlap. */
export function roomFor(
  regions: readonly Region[],
  field: { readonly key: string; readonly overlap?: boolean },
  within: Stretch,
  duration: number,
  except?: string,
): Stretch {
  let room: Stretch = { start: 0, end: duration };
  if (field.overlap) return room;
  const middle = (within.start + within.end) / 2;
  for (const { id, geometry } of segmentsOf(regions.filter((each) => each.field === field.key))) {
    if (id === except) continue;
    if (geometry.end <= middle) room = { ...room, start: Math.max(room.start, geometry.end) };
    else if (geometry.start >= middle) room = { ...room, end: Math.min(room.end, geometry.start) };
    else return { start: middle, end: middle };
  }
  return room;
}

/** `time`, or the nearest edge of another segment within `reach` of it. */
export function snapped(
  time: number,
  segments: readonly Segment[],
  reach: number,
  except?: string,
): number {
  let best = time;
  let distance = reach;
  for (const { id, geometry } of segments) {
    if (id === except) continue;
    for (const edge of [geometry.start, geometry.end]) {
      if (Math.abs(edge - time) < distance) {
        best = edge;
        distance = Math.abs(edge - time);
      }
    }
  }
  return best;
}

/** The lane of each segment, so that those in one lane do not cross; and how many lanes there are. */
export function lanesOf(segments: readonly Segment[]): {
  readonly lanes: ReadonlyMap<string, number>;
  readonly count: number;
} {
  const ends: number[] = [];
  const lanes = new Map<string, number>();
  for (const { id, geometry } of segments) {
    const free = ends.findIndex((end) => end <= geometry.start);
    const lane = free >= 0 ? free : ends.length;
    ends[lane] = geometry.end;
    lanes.set(id, lane);
  }
  return { lanes, count: Math.max(1, ends.length) };
}
