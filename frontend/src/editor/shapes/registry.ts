import type { Geometry } from '../core/value';
import { box } from './box';
import { keypoints } from './keypoints';
import { mask } from './mask';
import { point } from './point';
import { polygon } from './polygon';
import { polyline } from './polyline';
import { rotatedBox } from './rotated-box';
import type { Shape } from './shape';

// A shape only ever sees geometries of its own type, because `shapeOf` looks it up by that type; the compiler can't follow that.
const SHAPES: ReadonlyMap<string, Shape<Geometry>> = new Map(
  [box, rotatedBox, polygon, polyline, point, keypoints, mask].map((shape) => [
    shape.type,
    shape as unknown as Shape<Geometry>,
  ]),
);

/** The shape of a geometry's type, or undefined when this editor can't show it: the region then is kept, listed and left alone. */
export function shapeOf(geometry: Geometry): Shape<Geometry> | undefined {
  return SHAPES.get(geometry.type);
}
