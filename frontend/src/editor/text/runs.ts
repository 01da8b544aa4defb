import { isSpan } from '../core/located';
import type { Region } from '../core/value';
import { blockOf, type Block } from './blocks';
import type { CodePoints } from './code-points';
import { assignLanes } from './lanes';

/** A span as one block shows it. */
export interface Mark {
  readonly region: Region;
  readonly start: number;
  readonly end: number;
  readonly lane: number;
}

/** A stretch of text that the same spans cover from end to end. */
export interface Run {
  readonly utf16: number;
  readonly text: string;
  /** By lane, the one nearest the text first. */
  readonly marks: readonly Mark[];
  /** The spans whose tag stands after this run. */
  readonly ending: readonly Mark[];
}

const NO_MARKS: readonly Mark[] = [];

/**
 * The marks of each block that has any. A block whose marks did not change gets the same array as in `before`, so that only the
 * lines an edit touches are rendered again.
 */
export function marksByBlock(
  blocks: readonly Block[],
  regions: readonly Region[],
  before: ReadonlyMap<number, readonly Mark[]>,
): ReadonlyMap<number, readonly Mark[]> {
  const spans = regions.flatMap((region) =>
    isSpan(region.geometry)
      ? [{ id: region.id, region, start: region.geometry.start, end: region.geometry.end }]
      : [],
  );
  const lanes = assignLanes(spans);
  const byBlock = new Map<number, Mark[]>();
  for (const { id, region, start, end } of spans) {
    const first = blockOf(blocks, start)?.index ?? 0;
    for (let at = first; at < blocks.length; at++) {
      const block = blocks[at];
      if (!block || block.start >= end) break;
      const marks = byBlock.get(at) ?? [];
      marks.push({ region, start, end, lane: lanes.get(id) ?? 0 });
      byBlock.set(at, marks);
    }
  }
  return new Map([...byBlock].map(([at, marks]) => [at, reused(before.get(at), marks)]));
}

function reused(before: readonly Mark[] | undefined, after: readonly Mark[]): readonly Mark[] {
  const isSame =
    before?.length === after.length &&
    after.every((mark, at) => before[at]?.region === mark.region && before[at].lane === mark.lane);
  return isSame ? before : after;
}

/** Cuts a block into runs at every edge of a span. Without spans it is one run. */
export function runsOf(
  block: Block,
  marks: readonly Mark[] | undefined,
  points: CodePoints,
): readonly Run[] {
  if (!marks?.length)
    return [{ utf16: block.utf16, text: block.text, marks: NO_MARKS, ending: NO_MARKS }];
  const inside = (offset: number) => offset > block.start && offset < block.end;
  const cuts = new Set([
    block.start,
    ...marks.flatMap((mark) => [mark.start, mark.end]).filter(inside),
    block.end,
  ]);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, at) => {
    const end = edges[at + 1] ?? block.end;
    const covering = marks
      .filter((mark) => mark.start < end && mark.end > start)
      .sort((a, b) => a.lane - b.lane);
    return {
      utf16: points.toUtf16(start),
      text: points.slice(start, end),
      marks: covering,
      ending: covering.filter((mark) => mark.end === end),
    };
  });
}
