import { clamp, type Size } from '../core/points';
import type { MaskGeometry } from './mask';
import type { XY } from './paths';
import { decodeRuns, encodeRuns, stretches } from './run-lengths';

/** Rows of one column that are on: first, after the last, first, after the last … from above, with a gap between them. */
export type Rows = readonly number[];

const NONE: Rows = [];

/**
 * A mask while it is painted. It holds the stretches of the columns that have any, and no bitmap: a stroke costs what it touches,
 * on an image of twelve megapixels as on a small one.
 */
export class MaskPixels {
  readonly #columns = new Map<number, number[]>();

  constructor(readonly size: Size) {}

  static from({ counts, size: [height, width] }: MaskGeometry): MaskPixels {
    const pixels = new MaskPixels({ width, height });
    for (const [column, top, bottom] of stretches(decodeRuns(counts), height)) {
      const known = pixels.#columns.get(column);
      if (known) known.push(top, bottom);
      else pixels.#columns.set(column, [top, bottom]);
    }
    return pixels;
  }

  toGeometry(): MaskGeometry {
    const { width, height } = this.size;
    const runs: number[] = [];
    let end = 0;
    for (const column of this.columns) {
      const rows = this.rows(column);
      for (let n = 0; n < rows.length; n += 2) {
        const start = column * height + (rows[n] ?? 0);
        const length = (rows[n + 1] ?? 0) - (rows[n] ?? 0);
        // What goes on at the top of the next column is the same run.
        if (start === end && runs.length) runs[runs.length - 1] = (runs.at(-1) ?? 0) + length;
        else runs.push(start - end, length);
        end = start + length;
      }
    }
    if (end < width * height) runs.push(width * height - end);
    return { type: 'mask', size: [height, width], counts: encodeRuns(runs) };
  }

  /** The columns that have pixels, from the left. */
  get columns(): number[] {
    return [...this.#columns.keys()].sort((a, b) => a - b);
  }

  rows(column: number): Rows {
    return this.#columns.get(column) ?? NONE;
  }

  get isEmpty(): boolean {
    return this.#columns.size === 0;
  }

  /** How many pixels are on. */
  get count(): number {
    let sum = 0;
    for (const rows of this.#columns.values())
      rows.forEach((row, n) => {
        sum += n % 2 ? row : -row;
      });
    return sum;
  }

  has(column: number, row: number): boolean {
    const rows = this.rows(column);
    for (let n = 0; n < rows.length; n += 2)
      if (row >= (rows[n] ?? 0) && row < (rows[n + 1] ?? 0)) return true;
    return false;
  }

  /** Turns the rows from `top` to before `bottom` of a column on or off, as far as they lie in the image. */
  set(column: number, top: number, bottom: number, isOn: boolean): void {
    if (column < 0 || column >= this.size.width) return;
    const from = clamp(top, 0, this.size.height);
    const to = clamp(bottom, 0, this.size.height);
    if (from >= to) return;
    const rows = this.#columns.get(column);
    const next = isOn
      ? withStretch(rows ?? NONE, from, to)
      : withoutStretch(rows ?? NONE, from, to);
    if (next.length) this.#columns.set(column, next);
    else this.#columns.delete(column);
  }

  /** What a round brush covers on its way from `a` to `b`: the pixels whose middle is at most `radius` away. */
  stroke([ax, ay]: XY, [bx, by]: XY, radius: number, isOn: boolean): void {
    const length = Math.hypot(bx - ax, by - ay);
    // The sides of the way, at right angles to it.
    const [nx, ny] = length
      ? [(-(by - ay) / length) * radius, ((bx - ax) / length) * radius]
      : [0, 0];
    const corners: readonly XY[] = [
      [ax + nx, ay + ny],
      [bx + nx, by + ny],
      [bx - nx, by - ny],
      [ax - nx, ay - ny],
    ];
    const last = Math.min(Math.max(ax, bx) + radius, this.size.width);
    for (let column = Math.max(0, Math.floor(Math.min(ax, bx) - radius)); column < last; column++) {
      const x = column + 0.5;
      const reach = [...circleAt(ax, ay, radius, x), ...circleAt(bx, by, radius, x)];
      if (length) reach.push(...crossings([corners], x));
      if (reach.length)
        this.set(column, firstRow(Math.min(...reach)), lastRow(Math.max(...reach)), isOn);
    }
  }

  /** The pixels whose middle lies inside the rings, a ring within a ring being a hole. */
  fill(rings: readonly (readonly XY[])[], isOn: boolean): void {
    const xs = rings.flat().map(([x]) => x);
    const last = Math.min(Math.max(...xs), this.size.width);
    for (let column = Math.max(0, Math.floor(Math.min(...xs))); column < last; column++) {
      const ys = crossings(rings, column + 0.5);
      for (let n = 0; n + 1 < ys.length; n += 2)
        this.set(column, firstRow(ys[n] ?? 0), firstRow(ys[n + 1] ?? 0), isOn);
    }
  }

  add(other: MaskPixels): void {
    for (const column of other.columns) {
      const rows = other.rows(column);
      for (let n = 0; n < rows.length; n += 2)
        this.set(column, rows[n] ?? 0, rows[n + 1] ?? 0, true);
    }
  }

  copy(): MaskPixels {
    const copy = new MaskPixels(this.size);
    // Rows are replaced and never changed in place, so that both may hold the same ones.
    for (const [column, rows] of this.#columns) copy.#columns.set(column, rows);
    return copy;
  }

  /** Turns the hole around a pixel on. False where there is none: off the mask, or open to the outside. */
  fillHole(column: number, row: number): boolean {
    const hole = holesOf(this).find((gaps) =>
      gaps.some((gap) => gap.column === column && row >= gap.top && row < gap.bottom),
    );
    hole?.forEach(({ column: at, top, bottom }) => this.set(at, top, bottom, true));
    return hole !== undefined;
  }

  /** Turns all holes on; answers whether there were any. */
  fillHoles(): boolean {
    const holes = holesOf(this);
    for (const { column, top, bottom } of holes.flat()) this.set(column, top, bottom, true);
    return holes.length > 0;
  }
}

/** The first row whose middle is at or below `y`. */
function firstRow(y: number): number {
  return Math.ceil(y - 0.5);
}

/** The row after the last whose middle is at or above `y`. */
function lastRow(y: number): number {
  return Math.floor(y - 0.5) + 1;
}

/** Where the vertical line at `x` enters and leaves a circle; nothing where it misses. */
function circleAt(cx: number, cy: number, radius: number, x: number): readonly number[] {
  const square = radius * radius - (x - cx) * (x - cx);
  if (square < 0) return NONE;
  const half = Math.sqrt(square);
  return [cy - half, cy + half];
}

/** Where the vertical line at `x` crosses the edges of closed rings, from above. */
function crossings(rings: readonly (readonly XY[])[], x: number): number[] {
  const found: number[] = [];
  for (const ring of rings) {
    let before = ring.at(-1);
    for (const point of ring) {
      if (before && before[0] > x !== point[0] > x)
        found.push(before[1] + ((x - before[0]) / (point[0] - before[0])) * (point[1] - before[1]));
      before = point;
    }
  }
  return found.sort((a, b) => a - b);
}

function withStretch(rows: Rows, top: number, bottom: number): number[] {
  const next: number[] = [];
  let [from, to] = [top, bottom];
  let isPlaced = false;
  for (let n = 0; n < rows.length; n += 2) {
    const [start = 0, end = 0] = [rows[n], rows[n + 1]];
    if (end < from) next.push(start, end);
    else if (start > to) {
      if (!isPlaced) next.push(from, to);
      isPlaced = true;
      next.push(start, end);
    } else {
      from = Math.min(from, start);
      to = Math.max(to, end);
    }
  }
  if (!isPlaced) next.push(from, to);
  return next;
}

function withoutStretch(rows: Rows, top: number, bottom: number): number[] {
  const next: number[] = [];
  for (let n = 0; n < rows.length; n += 2) {
    const [start = 0, end = 0] = [rows[n], rows[n + 1]];
    if (start < top) next.push(start, Math.min(end, top));
    if (end > bottom) next.push(Math.max(start, bottom), end);
  }
  return next;
}

interface Gap {
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
}

/** The parts that are off and from which no way leads outside over the sides of pixels. */
function holesOf(pixels: MaskPixels): Gap[][] {
  const groups = new Groups();
  let last: readonly number[] = [];
  let before = -2;
  const gaps: Gap[] = [];
  for (const column of pixels.columns) {
    const rows = pixels.rows(column);
    const current: number[] = [];
    for (let n = 1; n + 1 < rows.length; n += 2) {
      const gap = { column, top: rows[n] ?? 0, bottom: rows[n + 1] ?? 0 };
      current.push(gaps.push(gap) - 1);
      groups.add();
    }
    // What a gap has beside it: gaps of the column before, and what is outside above and below that column's mask.
    const beside = before === column - 1 ? pixels.rows(before) : NONE;
    join(groups, gaps, current, last, beside);
    if (before !== column - 1) join(groups, gaps, last, [], NONE);
    else join(groups, gaps, last, current, rows);
    last = current;
    before = column;
  }
  join(groups, gaps, last, [], NONE);
  return groups.closed(gaps);
}

/** Joins each gap of `these` with the gaps `those` of a neighbouring column whose mask is `rows`, and with the outside. */
function join(
  groups: Groups,
  gaps: readonly Gap[],
  these: readonly number[],
  those: readonly number[],
  rows: Rows,
): void {
  const [top = Infinity] = rows;
  const bottom = rows.at(-1) ?? -Infinity;
  for (const at of these) {
    const gap = gaps[at];
    if (!gap) continue;
    if (gap.top < top || gap.bottom > bottom) groups.open(at);
    for (const other of those) {
      const beside = gaps[other];
      if (beside && gap.top < beside.bottom && beside.top < gap.bottom) groups.join(at, other);
    }
  }
}

/** Gaps that are connected, and whether they are with the outside. */
class Groups {
  readonly #parents: number[] = [];
  readonly #open = new Set<number>();

  add(): void {
    this.#parents.push(this.#parents.length);
  }

  join(a: number, b: number): void {
    this.#parents[this.#root(a)] = this.#root(b);
  }

  open(at: number): void {
    this.#open.add(at);
  }

  closed<T>(members: readonly T[]): T[][] {
    const open = new Set([...this.#open].map((at) => this.#root(at)));
    const groups = new Map<number, T[]>();
    members.forEach((member, at) => {
      const root = this.#root(at);
      if (!open.has(root)) groups.set(root, [...(groups.get(root) ?? []), member]);
    });
    return [...groups.values()];
  }

  #root(at: number): number {
    let root = at;
    while (this.#parents[root] !== root) {
      this.#parents[root] = this.#parents[this.#parents[root] ?? root] ?? root;
      root = this.#parents[root] ?? root;
    }
    return root;
  }
}
