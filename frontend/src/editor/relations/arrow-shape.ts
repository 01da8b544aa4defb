import { imagePoint, screenPoint, type Bounds, type ImagePoint, type ScreenPoint } from '../core/points';
import type { Viewport } from '../core/viewport';

/** An arrow on the screen: a curve with one bend, in CSS pixels. */
export interface Arrow {
  readonly from: ScreenPoint;
  readonly bend: ScreenPoint;
  readonly to: ScreenPoint;
  readonly isInSight: boolean;
}

/** How far the curve swings out, as a share of its length and at most in CSS pixels: arrows there and back lie apart. */
const SWING = 0.14;
const MOST_SWING = 36;
/** Points that stand for the curve when distances to it are measured. */
const STEPS = 16;

/** From the middle of `source` to where `target` is entered; to its middle where that is nowhere in between. */
export function arrowBetween(source: Bounds, target: Bounds, viewport: Viewport): Arrow {
  const start = middle(source);
  const from = viewport.toScreen(start);
  const to = viewport.toScreen(entry(start, target));
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const swing = Math.min(length * SWING, MOST_SWING);
  const bend = screenPoint(
    (from.x + to.x) / 2 + (dy / length) * swing,
    (from.y + to.y) / 2 - (dx / length) * swing,
  );
  const { width, height } = viewport.view;
  const [xs, ys] = [
    [from.x, bend.x, to.x],
    [from.y, bend.y, to.y],
  ];
  const isInSight =
    Math.max(...xs) >= 0 && Math.min(...xs) <= width && Math.max(...ys) >= 0 && Math.min(...ys) <= height;
  return { from, bend, to, isInSight };
}

/** The point of the curve at `share` of its way. */
export function pointOf({ from, bend, to }: Arrow, share: number): ScreenPoint {
  const [a, b, c] = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2];
  return screenPoint(a * from.x + b * bend.x + c * to.x, a * from.y + b * bend.y + c * to.y);
}

/** CSS pixels from `point` to the nearest place of the curve. */
export function distanceTo(arrow: Arrow, point: ScreenPoint): number {
  let nearest = Infinity;
  let last = arrow.from;
  for (let step = 1; step <= STEPS; step++) {
    const next = pointOf(arrow, step / STEPS);
    nearest = Math.min(nearest, toSegment(point, last, next));
    last = next;
  }
  return nearest;
}

function middle({ minX, maxX, minY, maxY }: Bounds): ImagePoint {
  return imagePoint((minX + maxX) / 2, (minY + maxY) / 2);
}

/** Where the straight way from `start` to the middle of `target` crosses its edge. */
function entry(start: ImagePoint, target: Bounds): ImagePoint {
  const end = middle(target);
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const shares = [
    dx > 0 ? (target.minX - start.x) / dx : dx < 0 ? (target.maxX - start.x) / dx : -Infinity,
    dy > 0 ? (target.minY - start.y) / dy : dy < 0 ? (target.maxY - start.y) / dy : -Infinity,
  ];
  const share = Math.max(...shares);
  return share > 0 && share < 1 ? imagePoint(start.x + dx * share, start.y + dy * share) : end;
}

function toSegment(point: ScreenPoint, a: ScreenPoint, b: ScreenPoint): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const share = square ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / square : 0;
  const along = Math.min(Math.max(share, 0), 1);
  return Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy);
}
