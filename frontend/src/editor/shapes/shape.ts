import type { Bounds, ImagePoint, Size } from '../core/points';
import type { Geometry } from '../core/value';

/** A point by which a selected shape is reshaped. `id` means something to its shape only. */
export interface Handle {
  readonly id: string;
  readonly at: ImagePoint;
  /** A CSS cursor that shows which way it goes. */
  readonly cursor: string;
  /** Painted as a small square; the others are only caught (the middle of an edge). */
  readonly isPainted: boolean;
}

/** Where a shape is painted: its frame is device pixels, `scale` device pixels per image pixel. */
export interface Frame {
  x(imageX: number): number;
  y(imageY: number): number;
  readonly scale: number;
}

/** What both `CanvasRenderingContext2D` and `Path2D` can do: shapes add to a path, so that thousands share one stroke. */
export type PathSink = Pick<
  CanvasPath,
  'rect' | 'moveTo' | 'lineTo' | 'closePath' | 'arc' | 'ellipse'
>;

/** How near a point is to a shape, or null when it misses. */
export interface Hit {
  /** True for the outline, which wins over the inside of any other shape. */
  readonly isOnEdge: boolean;
  /** In image pixels squared: of two shapes under the pointer the smaller is meant. */
  readonly area: number;
}

/**
 * Everything that one kind of geometry means on an image, in image pixels and without a canvas, a document or a tool. Adding
 * a kind is one file with one of these, one line in `registry.ts`, and a tool that draws it.
 */
export interface Shape<G extends Geometry> {
  readonly type: G['type'];
  bounds(geometry: G): Bounds;
  hitTest(geometry: G, point: ImagePoint, tolerance: number): Hit | null;
  /** Handles, the ones that win first. */
  handles(geometry: G): readonly Handle[];
  /** The geometry with `handle` of `start` dragged to `to`. Always from the start of the gesture, so that flipping needs no memory. */
  dragHandle(start: G, handle: string, to: ImagePoint, image: Size): G;
  /** Moved as far as the image allows, its size unchanged. */
  translate(geometry: G, dx: number, dy: number, image: Size): G;
  /** Larger by `dx`, `dy` at its right and lower side, for those who use the keyboard. */
  grow(geometry: G, dx: number, dy: number, image: Size): G;
  trace(sink: PathSink, geometry: G, frame: Frame): void;
}
