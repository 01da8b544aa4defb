import { clamp, type Bounds, type ImagePoint, type Size } from '../core/points';

/** A point as geometries store it: x, y in pixels of the upright image. */
export type XY = readonly [x: number, y: number];

/** Hundredths of a pixel: finer than any hand, and a third of the bytes of a full float. */
const PRECISION = 100;

export function round(value: number): number {
  return Math.round(value * PRECISION) / PRECISION;
}

/** As stored: rounded, and inside the image. */
export function storedPoint(point: ImagePoint, image: Size): XY {
  return [round(clamp(point.x, 0, image.width)), round(clamp(point.y, 0, image.height))];
}

export function boundsOf(points: readonly XY[]): Bounds {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return minX === Infinity ? { minX: 0, minY: 0, maxX: 0, maxY: 0 } : { minX, minY, maxX, maxY };
}

/** The step that keeps `bounds` inside the image; what stands out already may come back, and go no further out. */
export function stepInside(bounds: Bounds, dx: number, dy: number, image: Size): XY {
  return [
    clamp(dx, Math.min(0, -bounds.minX), Math.max(0, image.width - bounds.maxX)),
    clamp(dy, Math.min(0, -bounds.minY), Math.max(0, image.height - bounds.maxY)),
  ];
}

/** The pairs of neighbouring points; with `isClosed` the last and the first too. */
export function segmentsOf(points: readonly XY[], isClosed: boolean): (readonly [XY, XY])[] {
  return points.flatMap((from, at) => {
    const to = points[at + 1] ?? (isClosed && points.length > 2 ? points[0] : undefined);
    return to ? [[from, to] as const] : [];
  });
}

export function distanceToSegment({ x, y }: ImagePoint, [a, b]: readonly [XY, XY]): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : clamp(((x - a[0]) * dx + (y - a[1]) * dy) / length, 0, 1);
  return Math.hypot(x - a[0] - along * dx, y - a[1] - along * dy);
}

/** Whether the point is inside by the even-odd rule, so that a ring within a ring is a hole. */
export function isInsideRings({ x, y }: ImagePoint, rings: readonly (readonly XY[])[]): boolean {
  let isInside = false;
  for (const ring of rings) {
    for (const [a, b] of segmentsOf(ring, true)) {
      const isAcross = a[1] > y !== b[1] > y;
      if (isAcross && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) isInside = !isInside;
    }
  }
  return isInside;
}

/** Square pixels inside a closed ring, by the shoelace formula. */
export function ringArea(ring: readonly XY[]): number {
  const twice = segmentsOf(ring, true).reduce((sum, [a, b]) => sum + a[0] * b[1] - b[0] * a[1], 0);
  return Math.abs(twice) / 2;
}

/** Whether two edges of a closed ring cross. Edges that only touch are left to the server. */
export function isCrossed(ring: readonly XY[]): boolean {
  const edges = segmentsOf(ring, true);
  return edges.some(([a, b], n) =>
    edges
      .slice(n + 1)
      .some(([c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0),
  );
}

/** On which side of the line from `a` to `b` the point lies. */
function side(a: XY, b: XY, point: XY): number {
  return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]);
}
