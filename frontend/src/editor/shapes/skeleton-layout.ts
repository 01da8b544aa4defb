import type { SchemaSkeleton } from '../core/schema';
import type { XY } from './paths';

/**
 * Where the points of a standing person are who looks at us, in a box of 1 by 1: their left is on our right. By the names that
 * COCO's key points have.
 */
const PERSON: Readonly<Record<string, XY>> = {
  nose: [0.5, 0.08],
  left_eye: [0.58, 0.05],
  right_eye: [0.42, 0.05],
  left_ear: [0.68, 0.07],
  right_ear: [0.32, 0.07],
  left_shoulder: [0.8, 0.22],
  right_shoulder: [0.2, 0.22],
  left_elbow: [0.93, 0.38],
  right_elbow: [0.07, 0.38],
  left_wrist: [1, 0.53],
  right_wrist: [0, 0.53],
  left_hip: [0.68, 0.53],
  right_hip: [0.32, 0.53],
  left_knee: [0.72, 0.76],
  right_knee: [0.28, 0.76],
  left_ankle: [0.72, 1],
  right_ankle: [0.28, 1],
};

const ROUNDS = 200;
/** Two points that are joined want to be this far apart, all others further. */
const LENGTH = 0.3;

const known = new WeakMap<SchemaSkeleton, readonly XY[]>();

/** A place for each point of a skeleton in a box of 1 by 1, to begin with: a person stands, anything else is spread out by its lines. */
export function layoutOf(skeleton: SchemaSkeleton): readonly XY[] {
  const found = known.get(skeleton);
  if (found) return found;
  const made = personOf(skeleton) ?? spread(skeleton);
  known.set(skeleton, made);
  return made;
}

function personOf({ points }: SchemaSkeleton): readonly XY[] | null {
  const places = points.flatMap(({ key, name }) => {
    const place = PERSON[wordOf(name ?? key)] ?? PERSON[wordOf(key)];
    return place ? [place] : [];
  });
  return places.length === points.length ? fitted(places) : null;
}

function wordOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Points push each other away and lines pull them together; from a circle, so that the same skeleton always gets the same places. */
function spread({ points, edges = [] }: SchemaSkeleton): readonly XY[] {
  const count = points.length;
  const place = new Map(points.map(({ key }, at) => [key, at]));
  const xs = points.map((_, at) => 0.5 + 0.5 * Math.sin((2 * Math.PI * at) / count));
  const ys = points.map((_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / count));
  const links = edges.flatMap(([from, to]) => {
    const [a, b] = [place.get(from), place.get(to)];
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
  const shift = (at: number, dx: number, dy: number) => {
    xs[at] = (xs[at] ?? 0) + dx;
    ys[at] = (ys[at] ?? 0) + dy;
  };
  const gap = (a: number, b: number) => {
    const [dx, dy] = [(xs[b] ?? 0) - (xs[a] ?? 0), (ys[b] ?? 0) - (ys[a] ?? 0)];
    return { dx, dy, length: Math.max(Math.hypot(dx, dy), 0.001) };
  };
  for (let round = 0; links.length && round < ROUNDS; round++) {
    const heat = 0.1 * (1 - round / ROUNDS);
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        const { dx, dy, length } = gap(a, b);
        const push = Math.min(heat, (0.02 * LENGTH * LENGTH) / (length * length)) / length;
        shift(a, -dx * push, -dy * push);
        shift(b, dx * push, dy * push);
      }
    }
    for (const [a, b] of links) {
      const { dx, dy, length } = gap(a, b);
      const pull = (0.5 * heat * (length - LENGTH)) / length;
      shift(a, dx * pull, dy * pull);
      shift(b, -dx * pull, -dy * pull);
    }
  }
  return fitted(xs.map((x, at): XY => [x, ys[at] ?? 0]));
}

/** Stretched to fill the box; a row of points without width or height stands in its middle. */
function fitted(points: readonly XY[]): readonly XY[] {
  const along = (values: readonly number[]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => (high - low > 0.01 ? (value - low) / (high - low) : 0.5);
  };
  const x = along(points.map((point) => point[0]));
  const y = along(points.map((point) => point[1]));
  return points.map((point): XY => [x(point[0]), y(point[1])]);
}
