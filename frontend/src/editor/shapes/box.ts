import {
  clamp,
  clampToImage,
  imagePoint,
  type Bounds,
  type ImagePoint,
  type Size,
} from '../core/points';
import type { Geometry } from '../core/value';
import { round } from './paths';
import type { Handle, Hit, Shape } from './shape';

export interface BoxGeometry extends Geometry {
  readonly type: 'box';
  /** x, y, width, height in pixels of the upright image. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
}

/** A box thinner than this can neither be seen nor be right. */
export const MIN_BOX_SIDE = 1;

interface Edges {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function edgesOf({ box: [x, y, width, height] }: BoxGeometry): Edges {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** A side between `anchor` and `to` that lies inside 0…`limit` and is at least the minimum long, whichever way it was drawn. */
function side(anchor: number, to: number, limit: number): readonly [start: number, length: number] {
  const minimum = Math.min(MIN_BOX_SIDE, limit);
  const from = clamp(anchor, 0, limit);
  let other = clamp(to, 0, limit);
  if (Math.abs(other - from) < minimum) {
    const direction = other < from ? -1 : 1;
    other = from + direction * minimum;
    if (other < 0 || other > limit) other = from - direction * minimum;
  }
  const start = Math.max(round(Math.min(from, other)), 0);
  const end = Math.min(round(Math.max(from, other)), limit);
  return [start, round(end - start)];
}

/** The box between two corners in any order, inside the image. */
export function boxBetween(a: ImagePoint, b: ImagePoint, image: Size): BoxGeometry {
  const [x, width] = side(a.x, b.x, image.width);
  const [y, height] = side(a.y, b.y, image.height);
  return { type: 'box', box: [x, y, width, height] };
}

const ANCHORS: readonly {
  readonly id: string;
  readonly fx: number;
  readonly fy: number;
  readonly cursor: string;
}[] = [
  { id: 'nw', fx: 0, fy: 0, cursor: 'nwse-resize' },
  { id: 'ne', fx: 1, fy: 0, cursor: 'nesw-resize' },
  { id: 'se', fx: 1, fy: 1, cursor: 'nwse-resize' },
  { id: 'sw', fx: 0, fy: 1, cursor: 'nesw-resize' },
  { id: 'n', fx: 0.5, fy: 0, cursor: 'ns-resize' },
  { id: 'e', fx: 1, fy: 0.5, cursor: 'ew-resize' },
  { id: 's', fx: 0.5, fy: 1, cursor: 'ns-resize' },
  { id: 'w', fx: 0, fy: 0.5, cursor: 'ew-resize' },
];

export const box: Shape<BoxGeometry> = {
  type: 'box',

  bounds(geometry): Bounds {
    const { left, top, right, bottom } = edgesOf(geometry);
    return { minX: left, minY: top, maxX: right, maxY: bottom };
  },

  hitTest(geometry, point, tolerance): Hit | null {
    const { left, top, right, bottom } = edgesOf(geometry);
    const outside = Math.max(left - point.x, point.x - right, top - point.y, point.y - bottom);
    if (outside > tolerance) return null;
    return { isOnEdge: outside >= -tolerance, area: (right - left) * (bottom - top) };
  },

  handles(geometry): readonly Handle[] {
    const [x, y, width, height] = geometry.box;
    return ANCHORS.map(({ id, fx, fy, cursor }) => ({
      id,
      cursor,
      at: imagePoint(x + width * fx, y + height * fy),
      isPainted: true,
    }));
  },

  dragHandle(start, handle, to, image): BoxGeometry {
    const { left, top, right, bottom } = edgesOf(start);
    const inside = clampToImage(to, image);
    // The opposite edge stays; crossing it flips the box by itself.
    const isWest = handle.includes('w');
    const isNorth = handle.includes('n');
    const [x, width] =
      isWest || handle.includes('e')
        ? side(isWest ? right : left, inside.x, image.width)
        : [start.box[0], start.box[2]];
    const [y, height] =
      isNorth || handle.includes('s')
        ? side(isNorth ? bottom : top, inside.y, image.height)
        : [start.box[1], start.box[3]];
    return { type: 'box', box: [x, y, width, height] };
  },

  translate(geometry, dx, dy, image): BoxGeometry {
    const [x, y, width, height] = geometry.box;
    // Not clamp(): a box that an import left partly outside may still be moved, only not further out.
    const movedX = clamp(round(x + dx), Math.min(0, x), Math.max(image.width - width, x));
    const movedY = clamp(round(y + dy), Math.min(0, y), Math.max(image.height - height, y));
    return { type: 'box', box: [round(movedX), round(movedY), width, height] };
  },

  grow(geometry, dx, dy, image): BoxGeometry {
    const [x, y, width, height] = geometry.box;
    const grownWidth = clamp(
      round(width + dx),
      Math.min(MIN_BOX_SIDE, width),
      Math.max(image.width - x, width),
    );
    const grownHeight = clamp(
      round(height + dy),
      Math.min(MIN_BOX_SIDE, height),
      Math.max(image.height - y, height),
    );
    return { type: 'box', box: [x, y, round(grownWidth), round(grownHeight)] };
  },

  trace(sink, geometry, frame): void {
    const { left, top, right, bottom } = edgesOf(geometry);
    const x = frame.x(left);
    const y = frame.y(top);
    sink.rect(x, y, frame.x(right) - x, frame.y(bottom) - y);
  },
};
