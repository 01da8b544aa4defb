import type { Geometry } from '../core/value';
import type { XY } from './paths';
import { ringShape } from './ring-shape';

export interface PolygonGeometry extends Geometry {
  readonly type: 'polygon';
  /** Three points or more; the last is joined to the first. */
  readonly points: readonly XY[];
  readonly holes?: readonly (readonly XY[])[];
}

export const polygon = ringShape<PolygonGeometry>({
  type: 'polygon',
  rings: ({ points, holes = [] }) => [points, ...holes],
  withRings: (geometry, [points = [], ...holes]) => ({
    type: 'polygon',
    points,
    ...(geometry.holes ? { holes } : {}),
  }),
  isClosed: () => true,
  least: 3,
  hasInside: true,
});
