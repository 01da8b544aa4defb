import { difference, union, type Geom } from 'polyclip-ts';
import { isInsideRings, ringArea, round, segmentsOf, type XY } from './paths';
import { imagePoint } from '../core/points';
import type { PolygonGeometry } from './polygon';

/** Parts smaller than this many square pixels are what rounding leaves, not something that anybody drew. */
const CRUMB = 0.05;

function toGeom({ points, holes = [] }: PolygonGeometry): Geom {
  return [points, ...holes].map((ring) => ring.map(([x, y]): [number, number] => [x, y]));
}

function toPolygons(parts: ReturnType<typeof union>): PolygonGeometry[] {
  return parts.flatMap((rings) => {
    const [points, ...holes] = rings.map(openRing).filter((ring) => ringArea(ring) > CRUMB);
    if (!points || points.length < 3) return [];
    return [{ type: 'polygon' as const, points, ...(holes.length ? { holes } : {}) }];
  });
}

/** As this project writes rings: rounded, and without the first point again at the end. */
function openRing(ring: readonly (readonly [number, number])[]): readonly XY[] {
  const points = ring.map(([x, y]): XY => [round(x), round(y)]);
  return points.filter(([x, y], at) => {
    const next = points[at + 1] ?? points[0];
    return !next || next[0] !== x || next[1] !== y;
  });
}

/** What lies in any of them, as one polygon for each connected part. */
export function joined(polygons: readonly PolygonGeometry[]): PolygonGeometry[] {
  const [first, ...others] = polygons.map(toGeom);
  return first ? toPolygons(union(first, ...others)) : [];
}

/** What of `polygon` lies outside `hole`, as one polygon for each connected part. */
export function without(polygon: PolygonGeometry, hole: readonly XY[]): PolygonGeometry[] {
  return toPolygons(difference(toGeom(polygon), toGeom({ type: 'polygon', points: hole })));
}

/**
 * The parts of `polygon` on both sides of a line, the largest first. The line cuts where it leads from one side of the outer ring to
 * another; an end that lies inside cuts nothing. Just the polygon where the line does not get through.
 */
export function cut(polygon: PolygonGeometry, line: readonly XY[]): PolygonGeometry[] {
  let parts: (readonly XY[])[] = [polygon.points];
  for (const chord of chordsOf(polygon.points, line))
    parts = parts.flatMap((part) => divided(part, chord) ?? [part]);
  if (parts.length < 2) return [polygon];
  const whole = parts.flatMap((points): PolygonGeometry[] => {
    const part: PolygonGeometry = { type: 'polygon', points };
    const [hole, ...others] = (polygon.holes ?? []).map((ring) =>
      toGeom({ type: 'polygon', points: ring }),
    );
    return hole ? toPolygons(difference(toGeom(part), hole, ...others)) : [part];
  });
  return whole.sort((a, b) => ringArea(b.points) - ringArea(a.points));
}

interface Crossing {
  readonly point: XY;
  /** Which segment of the line, and how far along it. */
  readonly at: number;
}

/** The pieces of a line that lead through a ring from edge to edge, their ends on it. */
function chordsOf(ring: readonly XY[], line: readonly XY[]): (readonly XY[])[] {
  const edges = segmentsOf(ring, true);
  const crossings = segmentsOf(line, false)
    .flatMap(([from, to], n) =>
      edges.flatMap((edge): Crossing[] => {
        const along = meeting(from, to, edge);
        if (along === null) return [];
        const point: XY = [
          round(from[0] + along * (to[0] - from[0])),
          round(from[1] + along * (to[1] - from[1])),
        ];
        return [{ point, at: n + along }];
      }),
    )
    .sort((a, b) => a.at - b.at)
    .filter(({ point }, n, all) => {
      // Through a vertex it meets two edges at one place.
      const before = all[n - 1]?.point;
      return !before || before[0] !== point[0] || before[1] !== point[1];
    });
  return crossings.flatMap((start, n) => {
    const end = crossings[n + 1];
    if (!end) return [];
    const chord = [
      start.point,
      ...line.slice(Math.ceil(start.at), Math.floor(end.at) + 1),
      end.point,
    ];
    const inner = openPath(chord);
    const [a, b] = inner;
    if (!a || !b) return [];
    const middle = imagePoint((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    return isInsideRings(middle, [ring]) ? [inner] : [];
  });
}

/** How far along the segment from `a` to `b` it meets the edge, 0 to 1; null where it does not. */
function meeting(a: XY, b: XY, [c, d]: readonly [XY, XY]): number | null {
  const [ux, uy] = [b[0] - a[0], b[1] - a[1]];
  const [vx, vy] = [d[0] - c[0], d[1] - c[1]];
  const cross = ux * vy - uy * vx;
  if (cross === 0) return null;
  const along = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / cross;
  const there = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / cross;
  return along >= 0 && along <= 1 && there >= 0 && there <= 1 ? along : null;
}

function openPath(points: readonly XY[]): readonly XY[] {
  return points.filter(([x, y], at) => {
    const before = points[at - 1];
    return !before || before[0] !== x || before[1] !== y;
  });
}

/** The two parts of a ring on the sides of a chord whose ends lie on it; null where they don't. */
function divided(ring: readonly XY[], chord: readonly XY[]): (readonly XY[])[] | null {
  const [first, last] = [chord[0], chord.at(-1)];
  if (!first || !last) return null;
  const from = placeOn(ring, first);
  const to = placeOn(ring, last);
  if (!from || !to) return null;
  const back = chord.toReversed();
  const ahead = arc(ring, from, to);
  const behind = arc(ring, to, from);
  const parts = [openPath([...back, ...ahead]), openPath([...chord, ...behind])].map(openRing);
  return parts.every((part) => part.length >= 3 && ringArea(part) > CRUMB) ? parts : null;
}

interface Place {
  readonly edge: number;
  readonly along: number;
}

/** On which edge of a ring a point lies, as nearly as rounding allows. */
function placeOn(ring: readonly XY[], [x, y]: XY): Place | null {
  let best: (Place & { readonly off: number }) | null = null;
  segmentsOf(ring, true).forEach(([a, b], edge) => {
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const square = dx * dx + dy * dy || 1;
    const along = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / square));
    const off = Math.hypot(x - a[0] - along * dx, y - a[1] - along * dy);
    if (off < 0.02 && (!best || off < best.off)) best = { edge, along, off };
  });
  return best;
}

/** The points of a ring that one passes on the way from one place on it to another. */
function arc(ring: readonly XY[], from: Place, to: Place): readonly XY[] {
  const { length } = ring;
  const isAhead = to.edge > from.edge || (to.edge === from.edge && to.along >= from.along);
  const count = isAhead ? to.edge - from.edge : to.edge - from.edge + length;
  return Array.from({ length: count }, (_, n) => ring[(from.edge + 1 + n) % length]).flatMap(
    (point) => (point ? [point] : []),
  );
}
