import { clampToImage, imagePoint, type ImagePoint } from '../core/points';
import type { Region } from '../core/value';
import { segmentsOf, type XY } from '../shapes/paths';
import { shapeOf } from '../shapes/registry';
import { reach, type PointerInput } from './input';
import type { ToolHost } from './tool-state';

/** As far as the hand is meant to be caught, in CSS pixels of a mouse. */
const RANGE = 8;
/** A vertex further away than this is not meant, where an edge still may be. */
const VERTEX_RANGE = 18;

/**
 * Where a point set at `input` lies: exactly on the nearest vertex of a neighbour, else on its nearest edge, else where it is.
 * Neighbours with a common border are drawn without a gap. Ctrl or ⌘ held lets the point lie freely.
 */
export function snapped(
  host: ToolHost,
  at: ImagePoint,
  input: Pick<PointerInput, 'mod' | 'kind'>,
  own?: Region,
): ImagePoint {
  const found = input.mod ? null : nearest(host, at, Math.max(RANGE, reach(input.kind)), own);
  if (found || host.overlay.content.snapped) host.overlay.show({ snapped: found });
  return found ?? at;
}

/** The nearest point of a neighbour's outline within `range` CSS pixels; vertices before edges. */
export function nearest(
  { index, viewport }: ToolHost,
  at: ImagePoint,
  range: number,
  own?: Region,
): ImagePoint | null {
  const length = viewport.toImageLength(range);
  const around = {
    minX: at.x - length,
    minY: at.y - length,
    maxX: at.x + length,
    maxY: at.y + length,
  };
  const rings = index
    .search(around)
    .filter(({ id }) => id !== own?.id)
    .flatMap(({ geometry }) => shapeOf(geometry)?.rings?.(geometry) ?? []);
  const vertex = closest(
    at,
    rings.flatMap(({ points }) => points),
    viewport.toImageLength(Math.min(range, VERTEX_RANGE)),
  );
  if (vertex) return vertex;
  const feet = rings
    .flatMap(({ points, isClosed }) => segmentsOf(points, isClosed))
    .map((segment) => foot(at, segment));
  const edge = closest(at, feet, length);
  return edge && clampToImage(edge, viewport.image);
}

function closest({ x, y }: ImagePoint, points: readonly XY[], range: number): ImagePoint | null {
  let [best, least]: [XY | null, number] = [null, range];
  for (const point of points) {
    const distance = Math.hypot(point[0] - x, point[1] - y);
    if (distance <= least) [best, least] = [point, distance];
  }
  return best && imagePoint(best[0], best[1]);
}

/** The point of a segment that is nearest to `at`. */
function foot({ x, y }: ImagePoint, [a, b]: readonly [XY, XY]): XY {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy;
  const along = square ? Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / square)) : 0;
  return [a[0] + along * dx, a[1] + along * dy];
}
