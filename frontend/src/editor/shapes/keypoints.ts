import { clamp, imagePoint, type Bounds, type Size } from '../core/points';
import type { Geometry } from '../core/value';
import {
  boundsOf,
  distanceToSegment,
  round,
  segmentsOf,
  stepInside,
  storedPoint,
  type XY,
} from './paths';
import type { Frame, Handle, Hit, PathSink, Shape } from './shape';

/** COCO's: not labelled, labelled but hidden, visible. */
export type Visibility = 0 | 1 | 2;
export type Keypoint = readonly [x: number, y: number, visibility: number];

export interface KeypointsGeometry extends Geometry {
  readonly type: 'keypoints';
  /** In the order of the label's skeleton; where the visibility is 0 there is no point. */
  readonly keypoints: readonly Keypoint[];
}

export function isKeypointsGeometry(geometry: Geometry): geometry is KeypointsGeometry {
  return geometry.type === 'keypoints';
}

/** In CSS pixels, whatever the zoom. */
const RADIUS = 5;
const DOT = 1.5;
/** How far the frame stands off the outermost points, as a share of the longer side and at least so many image pixels. */
const FRAME_SHARE = 0.08;
const FRAME_LEAST = 6;

function placed({ keypoints }: KeypointsGeometry): readonly XY[] {
  return keypoints.flatMap(([x, y, visibility]): XY[] => (visibility > 0 ? [[x, y]] : []));
}

function bounds(geometry: KeypointsGeometry): Bounds {
  return boundsOf(placed(geometry));
}

function frameOf(geometry: KeypointsGeometry): Bounds {
  const { minX, minY, maxX, maxY } = bounds(geometry);
  const room = Math.max(FRAME_LEAST, FRAME_SHARE * Math.max(maxX - minX, maxY - minY));
  return { minX: minX - room, minY: minY - room, maxX: maxX + room, maxY: maxY + room };
}

function moved(geometry: KeypointsGeometry, change: (x: number, y: number, at: number) => XY) {
  return {
    type: 'keypoints' as const,
    keypoints: geometry.keypoints.map((each, at): Keypoint => {
      const [x, y, visibility] = each;
      return visibility > 0 ? [...change(x, y, at), visibility] : each;
    }),
  };
}

/** The points scaled so that what filled `from` fills `to`; inside the image. */
export function stretched(
  geometry: KeypointsGeometry,
  from: Bounds,
  to: Bounds,
  image: Size,
): KeypointsGeometry {
  const along = (value: number, a: number, b: number, c: number, d: number) =>
    b > a ? c + ((value - a) / (b - a)) * (d - c) : (c + d) / 2;
  return moved(geometry, (x, y) =>
    storedPoint(
      imagePoint(
        along(x, from.minX, from.maxX, to.minX, to.maxX),
        along(y, from.minY, from.maxY, to.minY, to.maxY),
      ),
      image,
    ),
  );
}

/** With the point at a place of the skeleton put somewhere, or, with visibility 0, taken away as COCO writes it. */
export function withPoint(
  geometry: KeypointsGeometry,
  at: number,
  [x, y]: XY,
  visibility: number,
): KeypointsGeometry {
  const point: Keypoint = visibility > 0 ? [x, y, visibility] : [0, 0, 0];
  return { type: 'keypoints', keypoints: geometry.keypoints.with(at, point) };
}

const CORNERS: Readonly<
  Record<string, { readonly cursor: string; readonly isEast: boolean; readonly isSouth: boolean }>
> = {
  nw: { cursor: 'nwse-resize', isEast: false, isSouth: false },
  ne: { cursor: 'nesw-resize', isEast: true, isSouth: false },
  se: { cursor: 'nwse-resize', isEast: true, isSouth: true },
  sw: { cursor: 'nesw-resize', isEast: false, isSouth: true },
};

/** The points that are placed. The lines between them belong to the label, which a shape does not know: it is given them to trace. */
export const keypoints: Shape<KeypointsGeometry> = {
  type: 'keypoints',
  isMarker: true,
  isHollow: true,
  hasPoints: true,
  bounds,
  frame: frameOf,

  hitTest(geometry, point, tolerance): Hit | null {
    const isNear = placed(geometry).some(
      ([x, y]) => Math.hypot(point.x - x, point.y - y) <= tolerance,
    );
    if (isNear) return { isOnEdge: true, area: 0 };
    const { minX, minY, maxX, maxY } = frameOf(geometry);
    const corners: readonly XY[] = [
      [minX, minY],
      [maxX, minY],
      [maxX, maxY],
      [minX, maxY],
    ];
    const isInside = point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY;
    const isOnFrame = segmentsOf(corners, true).some(
      (segment) => distanceToSegment(point, segment) <= tolerance,
    );
    // Never as an edge: what lies within a skeleton's frame is as likely meant as the skeleton.
    return isInside || isOnFrame ? { isOnEdge: false, area: (maxX - minX) * (maxY - minY) } : null;
  },

  handles(geometry): readonly Handle[] {
    const points = geometry.keypoints.flatMap(([x, y, visibility], at): Handle[] =>
      visibility > 0
        ? [
            {
              id: String(at),
              at: imagePoint(x, y),
              cursor: 'move',
              isPainted: false,
              isPoint: true,
            },
          ]
        : [],
    );
    if (points.length < 2) return points;
    const { minX, minY, maxX, maxY } = frameOf(geometry);
    const corners = Object.entries(CORNERS).map(([id, { cursor, isEast, isSouth }]) => ({
      id,
      cursor,
      at: imagePoint(isEast ? maxX : minX, isSouth ? maxY : minY),
      isPainted: true,
    }));
    return [...points, ...corners];
  },

  dragHandle(start, handle, to, image): KeypointsGeometry {
    const corner = CORNERS[handle];
    if (!corner)
      return moved(start, (x, y, at) => (String(at) === handle ? storedPoint(to, image) : [x, y]));
    const outer = frameOf(start);
    const inner = bounds(start);
    // The points follow their frame; the opposite corner stays. Beyond it the skeleton would be mirrored, left for right.
    const scale = (length: number, wanted: number) =>
      length > 0 ? Math.max(wanted, 1) / length : 1;
    const scaleX = scale(
      outer.maxX - outer.minX,
      corner.isEast ? to.x - outer.minX : outer.maxX - to.x,
    );
    const scaleY = scale(
      outer.maxY - outer.minY,
      corner.isSouth ? to.y - outer.minY : outer.maxY - to.y,
    );
    const width = clamp(
      (inner.maxX - inner.minX) * scaleX,
      0,
      corner.isEast ? image.width - inner.minX : inner.maxX,
    );
    const height = clamp(
      (inner.maxY - inner.minY) * scaleY,
      0,
      corner.isSouth ? image.height - inner.minY : inner.maxY,
    );
    return stretched(
      start,
      inner,
      {
        minX: corner.isEast ? inner.minX : inner.maxX - width,
        maxX: corner.isEast ? inner.minX + width : inner.maxX,
        minY: corner.isSouth ? inner.minY : inner.maxY - height,
        maxY: corner.isSouth ? inner.minY + height : inner.maxY,
      },
      image,
    );
  },

  /** Not out of the row, which has all points of the skeleton: it is no longer labelled. */
  removePoint(geometry, handle): KeypointsGeometry | null {
    const at = Number(handle);
    if (!geometry.keypoints[at] || placed(geometry).length < 2) return null;
    return withPoint(geometry, at, [0, 0], 0);
  },

  translate(geometry, dx, dy, image): KeypointsGeometry {
    const [stepX, stepY] = stepInside(bounds(geometry), dx, dy, image);
    return moved(geometry, (x, y) => [round(x + stepX), round(y + stepY)]);
  },

  grow(geometry, dx, dy, image): KeypointsGeometry {
    const { minX, minY, maxX, maxY } = bounds(geometry);
    const maximum = (low: number, high: number, step: number, limit: number) =>
      high - low < 1 ? high : clamp(high + step, low + 1, Math.max(limit, high));
    const to = {
      minX,
      minY,
      maxX: maximum(minX, maxX, dx, image.width),
      maxY: maximum(minY, maxY, dy, image.height),
    };
    return stretched(geometry, { minX, minY, maxX, maxY }, to, image);
  },

  trace(sink, { keypoints }, frame, links = []): void {
    for (const [from, to] of links) {
      const [a, b] = [keypoints[from], keypoints[to]];
      if (a && b && a[2] > 0 && b[2] > 0) traceLink(sink, a, b, frame);
    }
    for (const [x, y, visibility] of keypoints)
      if (visibility > 0) traceKeypoint(sink, frame.x(x), frame.y(y), visibility > 1, frame);
  },
};

/** From rim to rim: a line through the rings would hide which are filled. */
function traceLink(sink: PathSink, a: Keypoint, b: Keypoint, frame: Frame): void {
  const [ax, ay, bx, by] = [frame.x(a[0]), frame.y(a[1]), frame.x(b[0]), frame.y(b[1])];
  const length = Math.hypot(bx - ax, by - ay);
  const radius = RADIUS * frame.ratio;
  if (length <= 2 * radius) return;
  const [dx, dy] = [((bx - ax) / length) * radius, ((by - ay) / length) * radius];
  sink.moveTo(ax + dx, ay + dy);
  sink.lineTo(bx - dx, by - dy);
}

/** A ring with a dot where it is visible; where it is hidden a ring of four parts, with nothing in it. */
function traceKeypoint(
  sink: PathSink,
  x: number,
  y: number,
  isVisible: boolean,
  frame: Frame,
): void {
  const radius = RADIUS * frame.ratio;
  if (isVisible) {
    for (const size of [radius, DOT * frame.ratio]) {
      sink.moveTo(x + size, y);
      sink.arc(x, y, size, 0, 2 * Math.PI);
    }
    return;
  }
  for (let quarter = 0; quarter < 4; quarter++) {
    const from = (quarter * Math.PI) / 2 + 0.35;
    const to = from + Math.PI / 2 - 0.7;
    sink.moveTo(x + Math.cos(from) * radius, y + Math.sin(from) * radius);
    sink.arc(x, y, radius, from, to);
  }
}
