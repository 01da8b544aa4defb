import { imagePoint, type Bounds, type ImagePoint, type Size } from '../../core/points';
import type { SchemaSkeleton } from '../../core/schema';
import type { Region } from '../../core/value';
import { isKeypointsGeometry, type Keypoint, type KeypointsGeometry } from '../../shapes/keypoints';
import { storedPoint, type XY } from '../../shapes/paths';
import { layoutOf } from '../../shapes/skeleton-layout';
import { labelFor } from '../drawing';
import type { ToolHost } from '../tool-state';

export type KeypointsRegion = Region & { readonly geometry: KeypointsGeometry };

export function isKeypoints(region: Region): region is KeypointsRegion {
  return isKeypointsGeometry(region.geometry);
}

/** The skeleton of the current label, if its regions are keypoints and may be drawn. */
export function currentSkeleton(host: ToolHost): SchemaSkeleton | null {
  const current = host.editor.isReadOnly ? null : labelFor(host, 'keypoints');
  const label = current && host.editor.schema.label(current.field, current.label);
  return label?.skeleton ?? null;
}

/** All points of a skeleton, visible, spread over a box. */
export function skeletonIn(skeleton: SchemaSkeleton, box: Bounds, image: Size): KeypointsGeometry {
  const { minX, minY, maxX, maxY } = box;
  return {
    type: 'keypoints',
    keypoints: layoutOf(skeleton).map(([x, y]): Keypoint => {
      const at = imagePoint(minX + x * (maxX - minX), minY + y * (maxY - minY));
      return [...storedPoint(at, image), 2];
    }),
  };
}

export function boxBetweenPoints(a: ImagePoint, b: ImagePoint): Bounds {
  return {
    minX: Math.min(a.x, b.x),
    minY: Math.min(a.y, b.y),
    maxX: Math.max(a.x, b.x),
    maxY: Math.max(a.y, b.y),
  };
}

/** Where a point that is not placed would be, judged by those that are: the template is laid over them. */
export function expectedPlace(
  skeleton: SchemaSkeleton,
  geometry: KeypointsGeometry,
  at: number,
  image: Size,
): XY {
  const layout = layoutOf(skeleton);
  const pairs = geometry.keypoints.flatMap(([x, y, visibility], n) => {
    const place = layout[n];
    return visibility > 0 && place ? [{ place, x, y }] : [];
  });
  const [placeX, placeY] = layout[at] ?? [0.5, 0.5];
  const x = along(
    pairs.map(({ place, x }) => [place[0], x] as const),
    placeX,
  );
  const y = along(
    pairs.map(({ place, y }) => [place[1], y] as const),
    placeY,
  );
  return storedPoint(imagePoint(x, y), image);
}

/** The line through pairs of (place in the template, place in the image) by least squares, at `place`. */
function along(pairs: readonly XY[], place: number): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const [meanA, meanB] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
  const spread = pairs.reduce((sum, [a]) => sum + (a - meanA) ** 2, 0);
  const common = pairs.reduce((sum, [a, b]) => sum + (a - meanA) * (b - meanB), 0);
  return meanB + (spread > 1e-6 ? common / spread : 0) * (place - meanA);
}

/** Names a point of a region at the canvas and in the hint. */
export function showPoint(host: ToolHost, region: KeypointsRegion, point: number): void {
  const { field, label, geometry } = region;
  const found = geometry.keypoints[point];
  if (!found) return;
  const [x, y, visibility] = found;
  const count = geometry.keypoints.length;
  host.overlay.show({
    named: visibility > 0 ? { at: imagePoint(x, y), field, label, point } : null,
    hint: { kind: 'keypoint', field, label, point, count, visibility, isPlacing: false },
  });
}
