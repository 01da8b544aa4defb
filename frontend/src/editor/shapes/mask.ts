import type { Bounds } from '../core/points';
import type { Geometry } from '../core/value';
import { boundsOf, distanceToSegment, isInsideRings, ringArea, segmentsOf, type XY } from './paths';
import { decodeRuns, outlines } from './run-lengths';
import type { Frame, Handle, Hit, PathSink, Shape } from './shape';

export interface MaskGeometry extends Geometry {
  readonly type: 'mask';
  readonly size: readonly [height: number, width: number];
  /** COCO's compressed run lengths, column by column. */
  readonly counts: string;
}

export function isMaskGeometry(geometry: Geometry): geometry is MaskGeometry {
  return geometry.type === 'mask';
}

/** Whether no pixel is on: there is at most the run of those that are off. */
export function isEmptyMask({ counts }: MaskGeometry): boolean {
  return decodeRuns(counts).every((run, n) => n % 2 === 0 || run === 0);
}

/** Device pixels per image pixel from which the steps between pixels are what one wants to see. */
const STEPS_FROM = 6;

interface Drawn {
  readonly rings: readonly (readonly XY[])[];
  readonly bounds: Bounds;
}

// A mask never changes here, and following its edges takes longer than a frame has.
const known = new WeakMap<MaskGeometry, Drawn>();

function drawn(geometry: MaskGeometry): Drawn {
  const found = known.get(geometry);
  if (found) return found;
  const rings = outlines(geometry.counts, geometry.size[0]);
  const made = { rings, bounds: boundsOf(rings.flat()) };
  known.set(geometry, made);
  return made;
}

/** Shown by its outline. It has no handles: masks are painted, with the tools in `tools/mask`. */
export const mask: Shape<MaskGeometry> = {
  type: 'mask',
  bounds: (geometry) => drawn(geometry).bounds,

  hitTest(geometry, point, tolerance): Hit | null {
    const { rings } = drawn(geometry);
    const isOnEdge = rings.some((ring) =>
      segmentsOf(ring, true).some((segment) => distanceToSegment(point, segment) <= tolerance),
    );
    if (!isOnEdge && !isInsideRings(point, rings)) return null;
    return { isOnEdge, area: Math.max(0, ...rings.map(ringArea)) };
  },

  handles: (): readonly Handle[] => [],
  dragHandle: (start) => start,
  translate: (geometry) => geometry,
  grow: (geometry) => geometry,

  trace(sink, geometry, frame): void {
    for (const ring of drawn(geometry).rings) traceSteps(sink, ring, frame);
  },
};

/** A closed ring of pixel edges. From afar many corners fall on one device pixel: each is drawn once. */
function traceSteps(sink: PathSink, corners: readonly XY[], frame: Frame): void {
  const ring = frame.scale < STEPS_FROM ? smoothed(corners) : corners;
  let [lastX, lastY] = [NaN, NaN];
  for (const [x, y] of ring) {
    const [atX, atY] = [frame.x(x), frame.y(y)];
    if (atX === lastX && atY === lastY) continue;
    if (Number.isNaN(lastX)) sink.moveTo(atX, atY);
    else sink.lineTo(atX, atY);
    [lastX, lastY] = [atX, atY];
  }
  sink.closePath();
}

const smooth = new WeakMap<readonly XY[], readonly XY[]>();

/**
 * The corners cut off half a pixel away from them. Seen from afar, a slope then is one line and not a rope of steps that are as
 * small as the line is wide.
 */
function smoothed(ring: readonly XY[]): readonly XY[] {
  const found = smooth.get(ring);
  if (found) return found;
  const made = ring.flatMap(([x, y], at): XY[] => {
    const [toX, toY] = ring[at + 1] ?? ring[0] ?? [x, y];
    const length = Math.abs(toX - x) + Math.abs(toY - y);
    const [dx, dy] = [Math.sign(toX - x) / 2, Math.sign(toY - y) / 2];
    const start: XY = [x + dx, y + dy];
    return length > 1 ? [start, [toX - dx, toY - dy]] : [start];
  });
  smooth.set(ring, made);
  return made;
}
