import { arcLanes, type Stretch } from './arc-lanes';

/** Where a span stands on the page, in pixels of the scrolled text: its first line of text only. */
export interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** The block it is in, and which of the lines that the block is broken into. */
  readonly block: number;
  readonly row: number;
}

/** An end out of sight: its line is not rendered, but lies above or below those that are. */
export type End = Place | 'above' | 'below';

export interface MeasuredArc {
  readonly id: string;
  readonly from: End;
  readonly to: End;
  /** The spans, so that arcs of one span leave from different points of it. */
  readonly source: string;
  readonly target: string;
  /** The width of its title, in pixels. */
  readonly title: number;
}

export interface Arc {
  readonly id: string;
  readonly path: string;
  /** The triangle at its head; none where the head is out of sight. */
  readonly head: string;
  /** The middle of its title; none while it is being made. */
  readonly title: { readonly x: number; readonly y: number } | null;
}

/** The height of a lane; a title fits into it. */
export const LANE = 15;
/** More lanes than this above one line would push the text apart: the rest share the outermost. */
export const MOST_LANES = 8;

const GAP = 7;
const RADIUS = 5;
const HEAD = 4;
const GUTTER = 6;
const MARGIN = 4;

interface Port {
  readonly arc: MeasuredArc;
  readonly isHead: boolean;
  readonly place: Place;
  readonly x: number;
}

interface Room {
  /** The left edge of the text, and how much is free to the left of it. */
  readonly left: number;
  readonly free: number;
}

/**
 * How many lanes each block needs above its lines. Depends on where things stand along their lines only, not on heights: making room
 * changes nothing about it.
 */
export function lanesByBlock(
  arcs: readonly MeasuredArc[],
  room: Room,
): ReadonlyMap<number, number> {
  const { lanes, ports } = placed(arcs, room);
  const needed = new Map<number, number>();
  for (const { arc, isHead, place } of ports) {
    const lane = lanes.get(laneId(arc, isHead)) ?? 0;
    needed.set(place.block, Math.max(needed.get(place.block) ?? 0, lane + 1));
  }
  return needed;
}

/** The arcs as they are drawn: above their line, and along the left edge from line to line. */
export function layoutArcs(arcs: readonly MeasuredArc[], room: Room): readonly Arc[] {
  const { lanes, ports } = placed(arcs, room);
  const gutters = gutterLanes(arcs, room);
  const byEnd = new Map(ports.map((port) => [endId(port.arc, port.isHead), port]));
  const y = (port: Port) =>
    port.place.top - GAP - (lanes.get(laneId(port.arc, port.isHead)) ?? 0) * LANE;
  return arcs.flatMap((arc): Arc[] => {
    const [tail, tip] = [byEnd.get(endId(arc, false)), byEnd.get(endId(arc, true))];
    const head = tip ? headAt(tip.x, tip.place.top - 1) : '';
    if (tail && tip && isOneRow(arc)) {
      const height = y(tail);
      const points = [
        [tail.x, tail.place.top - 1],
        [tail.x, height],
        [tip.x, height],
        [tip.x, tip.place.top - 1 - HEAD],
      ] as const;
      const title = { x: (tail.x + tip.x) / 2, y: height };
      return [{ id: arc.id, path: rounded(points), head, title }];
    }
    const gutter = room.left - MARGIN - (gutters.get(arc.id) ?? 0) * GUTTER;
    const seen = tail ?? tip;
    if (!seen) return [];
    // What is out of sight goes on past the edge of what is rendered.
    const far = (end: End) => seen.place.top + (end === 'above' ? -1e5 : 1e5);
    const start = tail
      ? ([
          [tail.x, tail.place.top - 1],
          [tail.x, y(tail)],
          [gutter, y(tail)],
        ] as const)
      : ([[gutter, far(arc.from)]] as const);
    const end = tip
      ? ([
          [gutter, y(tip)],
          [tip.x, y(tip)],
          [tip.x, tip.place.top - 1 - HEAD],
        ] as const)
      : ([[gutter, far(arc.to)]] as const);
    const titled = tip ?? seen;
    const title = { x: edgeTitle(titled, room), y: y(titled) };
    return [{ id: arc.id, path: rounded([...start, ...end]), head, title }];
  });
}

/** The middle of the title of an arc along the edge: before the span where there is room, else after it. */
function edgeTitle({ arc, x }: Port, room: Room): number {
  const half = arc.title / 2 + RADIUS + 2;
  return x - 2 * half < room.left - MARGIN ? x + half : x - half;
}

/** Titles of arcs along the edge stand at the head, or at the only end in sight. */
function isTitled({ arc, isHead }: Port): boolean {
  return isHead || !isPlace(arc.to);
}

function isPlace(end: End): end is Place {
  return typeof end !== 'string';
}

function isOneRow({ from, to }: MeasuredArc): boolean {
  return isPlace(from) && isPlace(to) && from.block === to.block && from.row === to.row;
}

function endId(arc: MeasuredArc, isHead: boolean): string {
  return `${arc.id}/${isHead ? 'to' : 'from'}`;
}

/** An arc within a line has one lane, one from line to line has one at each end. */
function laneId(arc: MeasuredArc, isHead: boolean): string {
  return endId(arc, isOneRow(arc) ? false : isHead);
}

function placed(arcs: readonly MeasuredArc[], room: Room) {
  const ports = portsOf(arcs);
  const byEnd = new Map(ports.map((port) => [endId(port.arc, port.isHead), port]));
  const rows = new Map<string, Stretch[]>();
  for (const port of ports) {
    const { arc, isHead, place, x } = port;
    const other = isOneRow(arc) ? byEnd.get(endId(arc, true)) : undefined;
    if (isOneRow(arc) && isHead) continue;
    const reach = isTitled(port) ? Math.max(x, edgeTitle(port, room) + arc.title / 2 + 2) : x;
    const [low, high] = other ? [Math.min(x, other.x), Math.max(x, other.x)] : [room.left, reach];
    // A title may be wider than what it stands on.
    const wider = other ? Math.max(0, (arc.title + 8 - (high - low)) / 2) : 0;
    const key = `${place.block}/${place.row}`;
    const row = rows.get(key) ?? [];
    row.push({ id: laneId(arc, isHead), start: low - wider - 2, end: high + wider + 2 });
    rows.set(key, row);
  }
  const lanes = new Map<string, number>();
  for (const row of rows.values())
    for (const [id, lane] of arcLanes(row, MOST_LANES)) lanes.set(id, lane);
  return { lanes, ports };
}

/** Where each arc meets its spans: side by side, in the order of where they lead, so that they do not cross at the span. */
function portsOf(arcs: readonly MeasuredArc[]): readonly Port[] {
  const bySpan = new Map<
    string,
    { arc: MeasuredArc; isHead: boolean; place: Place; aim: number }[]
  >();
  for (const arc of arcs) {
    for (const isHead of [false, true]) {
      const place = isHead ? arc.to : arc.from;
      const other = isHead ? arc.from : arc.to;
      if (!isPlace(place)) continue;
      const span = isHead ? arc.target : arc.source;
      const ends = bySpan.get(span) ?? [];
      // What leads along the edge leaves to the left.
      const aim = isOneRow(arc) && isPlace(other) ? other.left : Number.NEGATIVE_INFINITY;
      ends.push({ arc, isHead, place, aim });
      bySpan.set(span, ends);
    }
  }
  return [...bySpan.values()].flatMap((ends) => {
    const order = ends.sort(
      (a, b) =>
        compare(a.aim, b.aim) || compare(a.arc.id, b.arc.id) || Number(a.isHead) - Number(b.isHead),
    );
    return order.map(({ arc, isHead, place }, at): Port => {
      const x = place.left + ((place.right - place.left) * (at + 1)) / (order.length + 1);
      return { arc, isHead, place, x };
    });
  });
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function gutterLanes(arcs: readonly MeasuredArc[], room: Room): ReadonlyMap<string, number> {
  const height = (end: End) =>
    isPlace(end) ? end.top : end === 'above' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const stretches = arcs
    .filter((arc) => !isOneRow(arc))
    .map((arc) => {
      const [a, b] = [height(arc.from), height(arc.to)];
      return { id: arc.id, start: Math.min(a, b) - LANE, end: Math.max(a, b) };
    });
  return arcLanes(stretches, Math.max(1, Math.floor((room.free - MARGIN) / GUTTER)));
}

type Point = readonly [x: number, y: number];

/** A line through `points` with round corners. */
function rounded(points: readonly Point[]): string {
  const [first = [0, 0], ...rest] = points;
  let path = `M${at(first)}`;
  rest.forEach((corner, n) => {
    const before = n === 0 ? first : (rest[n - 1] ?? first);
    const after = rest[n + 1];
    if (!after) {
      path += `L${at(corner)}`;
      return;
    }
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
    path += `L${at(towards(corner, before, radius))}Q${at(corner)} ${at(towards(corner, after, radius))}`;
  });
  return path;
}

function at([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function towards(from: Point, to: Point, by: number): Point {
  const whole = distance(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) * by) / whole, from[1] + ((to[1] - from[1]) * by) / whole];
}

/** A triangle that points down at (x, y). */
function headAt(x: number, y: number): string {
  return `M${at([x, y])}L${at([x - HEAD, y - HEAD * 1.6])}L${at([x + HEAD, y - HEAD * 1.6])}Z`;
}
