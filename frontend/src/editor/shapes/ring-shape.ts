import { imagePoint, type Bounds, type ImagePoint, type Size } from '../core/points';
import type { Geometry } from '../core/value';
import {
  boundsOf,
  distanceToSegment,
  isCrossed,
  isInsideRings,
  ringArea,
  round,
  segmentsOf,
  stepInside,
  storedPoint,
  type XY,
} from './paths';
import type { Frame, Handle, Hit, PathSink, Shape } from './shape';

type Rings = readonly (readonly XY[])[];

interface RingShapeOptions<G extends Geometry> {
  readonly type: G['type'];
  readonly rings: (geometry: G) => Rings;
  readonly withRings: (geometry: G, rings: Rings) => G;
  readonly isClosed: (geometry: G) => boolean;
  /** As many points as a ring must keep. */
  readonly least: number;
  /** Whether what the line encloses belongs to it. */
  readonly hasInside: boolean;
}

/** `ring.point`, with a `+` for the middle of the edge after that point. */
const HANDLE = /^(\d+)\.(\d+)(\+?)$/;

/** A shape that is made of points which people set one by one: an outline, a line. */
export function ringShape<G extends Geometry>(options: RingShapeOptions<G>): Shape<G> {
  const { type, rings, withRings, isClosed, least, hasInside } = options;
  // A geometry never changes, and painting asks for its bounds with every frame.
  const known = new WeakMap<G, Bounds>();

  function bounds(geometry: G): Bounds {
    const found = known.get(geometry) ?? boundsOf(rings(geometry).flat());
    known.set(geometry, found);
    return found;
  }

  function mapped(geometry: G, change: (point: XY) => XY): G {
    return withRings(
      geometry,
      rings(geometry).map((ring) => ring.map(change)),
    );
  }

  return {
    type,
    isHollow: !hasInside,
    hasPoints: true,
    bounds,

    hitTest(geometry, point, tolerance): Hit | null {
      const all = rings(geometry);
      const near = Math.min(
        ...all
          .flatMap((ring) => segmentsOf(ring, isClosed(geometry)))
          .map((segment) => distanceToSegment(point, segment)),
      );
      const isOnEdge = near <= tolerance;
      if (!isOnEdge && !(hasInside && isInsideRings(point, all))) return null;
      return { isOnEdge, area: hasInside ? ringArea(all[0] ?? []) : 0 };
    },

    handles(geometry): readonly Handle[] {
      const all = rings(geometry);
      const points = all.flatMap((ring, n) =>
        ring.map(([x, y], at): Handle => ({
          id: `${n}.${at}`,
          at: imagePoint(x, y),
          cursor: 'move',
          isPainted: true,
          isPoint: true,
        })),
      );
      const middles = all.flatMap((ring, n) =>
        segmentsOf(ring, isClosed(geometry)).map(([a, b], at): Handle => ({
          id: `${n}.${at}+`,
          at: imagePoint((a[0] + b[0]) / 2, (a[1] + b[1]) / 2),
          cursor: 'copy',
          isPainted: false,
          isMiddle: true,
        })),
      );
      return [...points, ...middles];
    },

    dragHandle(start, handle, to, image): G {
      const [, ring = '', point = '', isNew = ''] = HANDLE.exec(handle) ?? [];
      const place = Number(point) + (isNew ? 1 : 0);
      const moved = storedPoint(to, image);
      return withRings(
        start,
        rings(start).map((points, n) =>
          n === Number(ring) ? points.toSpliced(place, isNew ? 0 : 1, moved) : points,
        ),
      );
    },

    removePoint(geometry, handle): G | null {
      const [, ring = '', point = '', isMiddle = ''] = HANDLE.exec(handle) ?? [];
      const points = rings(geometry)[Number(ring)];
      if (isMiddle || !points || points.length <= least) return null;
      return withRings(
        geometry,
        rings(geometry).with(Number(ring), points.toSpliced(Number(point), 1)),
      );
    },

    rings: (geometry) =>
      rings(geometry).map((points) => ({ points, isClosed: isClosed(geometry) })),

    isCrossed: (geometry) => hasInside && rings(geometry).some(isCrossed),

    translate(geometry, dx, dy, image): G {
      const [stepX, stepY] = stepInside(bounds(geometry), dx, dy, image);
      return mapped(geometry, ([x, y]) => [round(x + stepX), round(y + stepY)]);
    },

    grow(geometry, dx, dy, image): G {
      const { minX, minY, maxX, maxY } = bounds(geometry);
      const scaleX = scaleBy(maxX - minX, dx, image.width - minX);
      const scaleY = scaleBy(maxY - minY, dy, image.height - minY);
      return mapped(geometry, ([x, y]) => [
        round(minX + (x - minX) * scaleX),
        round(minY + (y - minY) * scaleY),
      ]);
    },

    trace(sink, geometry, frame): void {
      for (const ring of rings(geometry)) traceRing(sink, ring, isClosed(geometry), frame);
    },
  };
}

/** How much longer a side of `length` gets by `step`: not below a pixel, not past `limit`. */
function scaleBy(length: number, step: number, limit: number): number {
  if (length < 1) return 1;
  return Math.max(1, Math.min(length + step, Math.max(limit, length))) / length;
}

export function traceRing(
  sink: PathSink,
  ring: readonly XY[],
  isClosed: boolean,
  frame: Frame,
): void {
  ring.forEach(([x, y], at) => {
    if (at === 0) sink.moveTo(frame.x(x), frame.y(y));
    else sink.lineTo(frame.x(x), frame.y(y));
  });
  if (isClosed) sink.closePath();
}

/** The points that a pointer or a key has set, as an outline or a line stores them. */
export function storedPoints(points: readonly ImagePoint[], image: Size): readonly XY[] {
  return points.map((point) => storedPoint(point, image));
}
