import type { XY } from './paths';

/** The run lengths of COCO's compressed `counts`: zeros and ones in turn, column by column. */
export function decodeRuns(counts: string): number[] {
  const runs: number[] = [];
  let at = 0;
  while (at < counts.length) {
    let number = 0;
    let place = 1;
    let bits: number;
    do {
      bits = counts.charCodeAt(at++) - 48;
      number += (bits & 31) * place;
      place *= 32;
    } while (bits & 32 && at < counts.length);
    if (bits & 16) number -= place;
    // From the fourth on a run is written as the difference to the one two before it.
    runs.push(runs.length > 2 ? number + (runs[runs.length - 2] ?? 0) : number);
  }
  return runs;
}

/** COCO's compressed `counts`, byte for byte what pycocotools writes. */
export function encodeRuns(runs: readonly number[]): string {
  return runs.map((run, n) => encoded(n > 2 ? run - (runs[n - 2] ?? 0) : run)).join('');
}

function encoded(number: number): string {
  let signs = '';
  let rest = number;
  let isLast = false;
  while (!isLast) {
    const bits = rest & 31;
    // Not `>> 5`: the run lengths of a mask are not limited to 32 bits.
    rest = Math.floor(rest / 32);
    isLast = rest === (bits & 16 ? -1 : 0);
    signs += String.fromCharCode(48 + (isLast ? bits : bits | 32));
  }
  return signs;
}

/** The stretches of pixels that are on, none longer than a column: column, first row, row after the last. */
export function stretches(
  runs: readonly number[],
  height: number,
): (readonly [column: number, top: number, bottom: number])[] {
  const found: (readonly [number, number, number])[] = [];
  let pixel = 0;
  runs.forEach((length, n) => {
    const end = pixel + length;
    while (n % 2 && pixel < end) {
      const column = Math.floor(pixel / height);
      const last = Math.min(end, (column + 1) * height);
      found.push([column, pixel - column * height, last - column * height]);
      pixel = last;
    }
    pixel = end;
  });
  return found;
}

/**
 * The edges of a mask between pixels that are on and pixels that are off, as closed rings in image pixels. Rings of holes
 * run the other way round.
 */
export function outlines(counts: string, height: number): (readonly XY[])[] {
  const edges = new Edges(height + 1);
  const byColumn = new Map<number, number[]>();
  for (const [column, top, bottom] of stretches(decodeRuns(counts), height)) {
    const known = byColumn.get(column);
    if (known) known.push(top, bottom);
    else byColumn.set(column, [top, bottom]);
    edges.add(column, top, column + 1, top);
    edges.add(column + 1, bottom, column, bottom);
  }
  for (const column of new Set([...byColumn.keys()].flatMap((each) => [each, each + 1]))) {
    const left = byColumn.get(column - 1) ?? [];
    const right = byColumn.get(column) ?? [];
    without(right, left, (top, bottom) => edges.add(column, bottom, column, top));
    without(left, right, (top, bottom) => edges.add(column, top, column, bottom));
  }
  return edges.joined().map(straightened);
}

type Rows = readonly number[];

/** The parts of `these` stretches of a column that none of `those` covers, cut where any begins or ends so that corners meet. */
function without(these: Rows, those: Rows, found: (top: number, bottom: number) => void): void {
  for (let n = 0; n < these.length; n += 2) {
    const end = these[n + 1] ?? 0;
    let from = these[n] ?? 0;
    for (let m = 0; m < those.length && from < end; m += 2) {
      const [top = 0, bottom = 0] = [those[m], those[m + 1]];
      if (bottom <= from) continue;
      if (top >= end) break;
      if (top > from) found(from, top);
      from = bottom;
    }
    if (from < end) found(from, end);
  }
}

/** Directed edges that are put together end to end. Corners are numbers: text as a key takes ten times as long. */
class Edges {
  readonly #next = new Map<number, number[]>();

  /** `rows` as many different y as there can be. */
  constructor(private readonly rows: number) {}

  add(fromX: number, fromY: number, toX: number, toY: number): void {
    const from = fromX * this.rows + fromY;
    const to = toX * this.rows + toY;
    const known = this.#next.get(from);
    if (known) known.push(to);
    else this.#next.set(from, [to]);
  }

  joined(): (readonly XY[])[] {
    const rings: XY[][] = [];
    for (const [start, ends] of this.#next) {
      while (ends.length) {
        const ring: XY[] = [];
        let at = start;
        for (let to = ends.pop(); to !== undefined; to = this.#next.get(at)?.pop()) {
          ring.push([Math.floor(to / this.rows), to % this.rows]);
          at = to;
          if (at === start) break;
        }
        rings.push(ring);
      }
    }
    return rings;
  }
}

/** Without the points in the middle of a straight line: the upper edge of a wide mask has one for each column. */
function straightened(ring: readonly XY[]): readonly XY[] {
  return ring.filter(([x, y], at) => {
    const before = ring[(at || ring.length) - 1];
    const after = ring[at + 1] ?? ring[0];
    if (!before || !after) return true;
    return !((before[0] === x && after[0] === x) || (before[1] === y && after[1] === y));
  });
}
