import type { Geometry } from '../core/value';
import type { XY } from './paths';
import { ringShape } from './ring-shape';

export interface PolylineGeometry extends Geometry {
  readonly type: 'polyline';
  readonly points: readonly XY[];
  readonly closed?: boolean;
}

export const polyline = ringShape<PolylineGeometry>({
  type: 'polyline',
  rings: ({ points }) => [points],
  withRings: (geometry, [points = []]) => ({ ...geometry, points }),
  isClosed: ({ closed }) => closed ?? false,
  least: 2,
  hasInside: false,
});
