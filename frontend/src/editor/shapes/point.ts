import type { Bounds } from '../core/points';
import type { Geometry } from '../core/value';
import { traceMarker } from './markers';
import { round, stepInside, storedPoint, type XY } from './paths';
import type { Handle, Hit, Shape } from './shape';

export interface PointGeometry extends Geometry {
  readonly type: 'point';
  readonly point: XY;
}

function bounds({ point: [x, y] }: PointGeometry): Bounds {
  return { minX: x, minY: y, maxX: x, maxY: y };
}

export const point: Shape<PointGeometry> = {
  type: 'point',
  isMarker: true,
  bounds,

  hitTest(geometry, at, tolerance): Hit | null {
    const [x, y] = geometry.point;
    return Math.hypot(at.x - x, at.y - y) <= tolerance ? { isOnEdge: true, area: 0 } : null;
  },

  // Pressed, a point is moved; a handle on top of it would only hide it.
  handles: (): readonly Handle[] => [],

  dragHandle: (_start, _handle, to, image) => ({ type: 'point', point: storedPoint(to, image) }),

  translate(geometry, dx, dy, image): PointGeometry {
    const [stepX, stepY] = stepInside(bounds(geometry), dx, dy, image);
    const [x, y] = geometry.point;
    return { type: 'point', point: [round(x + stepX), round(y + stepY)] };
  },

  grow: (geometry) => geometry,

  trace(sink, { point: [x, y] }, frame): void {
    traceMarker(sink, x, y, frame);
  },
};
