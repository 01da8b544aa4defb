import { clamp, imagePoint, type Bounds, type ImagePoint, type Size } from '../core/points';
import type { Geometry } from '../core/value';
import { boundsOf, distanceToSegment, isInsideRings, round, segmentsOf, type XY } from './paths';
import { traceRing } from './ring-shape';
import type { Handle, Hit, Shape } from './shape';

export interface RotatedBoxGeometry extends Geometry {
  readonly type: 'rotated_box';
  /** The box before it is turned around its centre by `degrees` (0 or more, below 360), clockwise on the screen. */
  readonly rotated_box: readonly [
    x: number,
    y: number,
    width: number,
    height: number,
    degrees: number,
  ];
}

const MIN_SIDE = 1;
const TURN = 'turn';
/** How far beyond the upper side the handle that turns it stands, as a share of the height. */
const TURN_REACH = 0.25;

const HANDLES = [
  ['nw', -1, -1],
  ['ne', 1, -1],
  ['se', 1, 1],
  ['sw', -1, 1],
  ['n', 0, -1],
  ['e', 1, 0],
  ['s', 0, 1],
  ['w', -1, 0],
] as const;

interface Frame {
  readonly middle: ImagePoint;
  readonly width: number;
  readonly height: number;
  readonly degrees: number;
}

function frameOf({ rotated_box: [x, y, width, height, degrees] }: RotatedBoxGeometry): Frame {
  return { middle: imagePoint(x + width / 2, y + height / 2), width, height, degrees };
}

function turned(dx: number, dy: number, degrees: number): XY {
  const angle = (degrees * Math.PI) / 180;
  return [dx * Math.cos(angle) - dy * Math.sin(angle), dx * Math.sin(angle) + dy * Math.cos(angle)];
}

/** The box of this frame, its centre inside the image: that is what the server asks for. */
function framed({ middle, width, height, degrees }: Frame, image: Size): RotatedBoxGeometry {
  const x = clamp(middle.x, 0, image.width) - width / 2;
  const y = clamp(middle.y, 0, image.height) - height / 2;
  const angle = round(((degrees % 360) + 360) % 360) % 360;
  return {
    type: 'rotated_box',
    rotated_box: [round(x), round(y), round(width), round(height), angle],
  };
}

function corners(geometry: RotatedBoxGeometry): readonly XY[] {
  const { middle, width, height, degrees } = frameOf(geometry);
  return HANDLES.slice(0, 4).map(([, fx, fy]): XY => {
    const [dx, dy] = turned((fx * width) / 2, (fy * height) / 2, degrees);
    return [middle.x + dx, middle.y + dy];
  });
}

function placeOf(geometry: RotatedBoxGeometry, fx: number, fy: number): ImagePoint {
  const { middle, width, height, degrees } = frameOf(geometry);
  const [dx, dy] = turned((fx * width) / 2, (fy * height) / 2, degrees);
  return imagePoint(middle.x + dx, middle.y + dy);
}

export const rotatedBox: Shape<RotatedBoxGeometry> = {
  type: 'rotated_box',

  bounds: (geometry): Bounds => boundsOf(corners(geometry)),

  // Its corners may stand out, as on the server: a turned box around something that the edge cuts has to.
  anchor(geometry): Bounds {
    const { middle } = frameOf(geometry);
    return { minX: middle.x, minY: middle.y, maxX: middle.x, maxY: middle.y };
  },

  hitTest(geometry, point, tolerance): Hit | null {
    const ring = corners(geometry);
    const near = Math.min(
      ...segmentsOf(ring, true).map((segment) => distanceToSegment(point, segment)),
    );
    const isOnEdge = near <= tolerance;
    if (!isOnEdge && !isInsideRings(point, [ring])) return null;
    return { isOnEdge, area: geometry.rotated_box[2] * geometry.rotated_box[3] };
  },

  handles(geometry): readonly Handle[] {
    const sides = HANDLES.map(([id, fx, fy]): Handle => ({
      id,
      at: placeOf(geometry, fx, fy),
      cursor: 'move',
      isPainted: true,
    }));
    const turn = placeOf(geometry, 0, -1 - 2 * TURN_REACH);
    return [{ id: TURN, at: turn, cursor: 'grab', isPainted: true }, ...sides];
  },

  dragHandle(start, handle, to, image): RotatedBoxGeometry {
    const frame = frameOf(start);
    if (handle === TURN) {
      const angle = Math.atan2(to.x - frame.middle.x, frame.middle.y - to.y);
      return framed({ ...frame, degrees: (angle * 180) / Math.PI }, image);
    }
    const [, fx = 0, fy = 0] = HANDLES.find(([id]) => id === handle) ?? [];
    // Seen along its own sides the opposite edge stays; that the centre moves, is turned back.
    const anchor = placeOf(start, -fx, -fy);
    const [alongX, alongY] = turned(to.x - anchor.x, to.y - anchor.y, -frame.degrees);
    const width = fx ? Math.max(MIN_SIDE, alongX * fx) : frame.width;
    const height = fy ? Math.max(MIN_SIDE, alongY * fy) : frame.height;
    const [dx, dy] = turned((fx * width) / 2, (fy * height) / 2, frame.degrees);
    const middle = imagePoint(anchor.x + dx, anchor.y + dy);
    return framed({ ...frame, middle, width, height }, image);
  },

  translate(geometry, dx, dy, image): RotatedBoxGeometry {
    const frame = frameOf(geometry);
    const middle = imagePoint(frame.middle.x + dx, frame.middle.y + dy);
    return framed({ ...frame, middle }, image);
  },

  grow(geometry, dx, dy, image): RotatedBoxGeometry {
    const frame = frameOf(geometry);
    const width = Math.max(MIN_SIDE, frame.width + dx);
    const height = Math.max(MIN_SIDE, frame.height + dy);
    return framed({ ...frame, width, height }, image);
  },

  turn(geometry, degrees, image): RotatedBoxGeometry {
    const frame = frameOf(geometry);
    return framed({ ...frame, degrees: frame.degrees + degrees }, image);
  },

  trace(sink, geometry, frame): void {
    traceRing(sink, corners(geometry), true, frame);
  },
};
