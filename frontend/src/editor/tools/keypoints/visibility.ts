import { withPoint, type Visibility } from '../../shapes/keypoints';
import { handleAt } from '../dragging';
import type { KeyInput, PointerInput } from '../input';
import type { ToolHost } from '../tool-state';
import { expectedPlace, isKeypoints, showPoint, type KeypointsRegion } from './skeletons';

const KEYS: Readonly<Record<string, Visibility>> = { '0': 0, '1': 1, '2': 2 };

/** The state that a key means: 0 not labelled, 1 hidden, 2 visible, as COCO has it. */
export function visibilityOf({ key, mod, alt }: KeyInput): Visibility | undefined {
  return mod || alt ? undefined : KEYS[key];
}

/**
 * Gives a point of a region a state, as one step. One that was not placed gets the place where the others let it be expected; the
 * last one that is placed stays, because a region is somewhere.
 */
export function setVisibility(
  { editor, viewport }: ToolHost,
  region: KeypointsRegion,
  point: number,
  visibility: Visibility,
): void {
  const { geometry } = region;
  const [x = 0, y = 0, old = 0] = geometry.keypoints[point] ?? [];
  const placed = geometry.keypoints.filter((each) => each[2] > 0).length;
  if (old === visibility || (visibility === 0 && placed < 2)) return;
  const skeleton = editor.schema.label(region.field, region.label)?.skeleton;
  const place =
    old > 0 || !skeleton
      ? ([x, y] as const)
      : expectedPlace(skeleton, geometry, point, viewport.image);
  const next = withPoint(geometry, point, place, visibility);
  editor.update(new Map([[region.id, { geometry: next }]]));
}

/** The point of the selected skeleton under the pointer. */
function pointUnder(
  host: ToolHost,
  input: PointerInput | null,
): { readonly region: KeypointsRegion; readonly point: number } | null {
  const caught = input && handleAt(host, input);
  if (!caught?.handle.isPoint || !isKeypoints(caught.region)) return null;
  return { region: caught.region, point: Number(caught.handle.id) };
}

/** Names the point under the pointer. Answers whether there is one. */
export function namePointUnder(host: ToolHost, input: PointerInput): boolean {
  const found = pointUnder(host, input);
  if (found) showPoint(host, found.region, found.point);
  else if (host.overlay.content.named) host.overlay.show({ named: null, hint: null });
  return found !== null;
}

/** A press of the other button on a point hides it or shows it again. Answers whether there was one. */
export function togglePointUnder(host: ToolHost, input: PointerInput): boolean {
  const found = pointUnder(host, input);
  if (!found) return false;
  const { region, point } = found;
  setVisibility(host, region, point, region.geometry.keypoints[point]?.[2] === 2 ? 1 : 2);
  namePointUnder(host, input);
  return true;
}

/** 0, 1 or 2 with the pointer on a point. Answers whether it was that. */
export function setPointUnder(
  host: ToolHost,
  pointer: PointerInput | null,
  input: KeyInput,
): boolean {
  const visibility = visibilityOf(input);
  const found = visibility === undefined ? null : pointUnder(host, pointer);
  if (!found || visibility === undefined) return false;
  setVisibility(host, found.region, found.point, visibility);
  const region = host.editor.region(found.region.id);
  if (region && isKeypoints(region)) showPoint(host, region, found.point);
  return true;
}
