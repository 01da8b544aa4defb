import type { Bounds, ImagePoint, Size } from '../core/points';
import type { Geometry } from '../core/value';
import type { XY } from './paths';

/** A point by which a selected shape is reshaped. `id` means something to its shape only. */
export interface Handle {
  readonly id: string;
  readonly at: ImagePoint;
  /** A CSS cursor that shows which way it goes. */
  readonly cursor: string;
  /** Painted as a small square; the others are only caught, or shown by the shape itself. */
  readonly isPainted: boolean;
  /** One of the points that the shape is made of: the keyboard goes from one to the next. */
  readonly isPoint?: boolean;
  /** The middle of an edge, where a point can be added: a small dot. */
  readonly isMiddle?: boolean;
}

/** The lines between the points of a skeleton, by their places in it. */
export type Links = readonly (readonly [from: number, to: number])[];

/** A row of points as neighbours see it: what they may snap to. */
export interface Ring {
  readonly points: readonly XY[];
  readonly isClosed: boolean;
}

/** Where a shape is painted: its frame is device pixels, `scale` device pixels per image pixel. */
export interface Frame {
  x(imageX: number): number;
  y(imageY: number): number;
  readonly scale: number;
  /** Device pixels per CSS pixel, for what has the same size at any zoom. */
  readonly ratio: number;
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
  /** Painted at the same size at any zoom: it has no size of its own. */
  readonly isMarker?: boolean;
  /** A line: what it encloses does not belong to it and is not filled. */
  readonly isHollow?: boolean;
  /** Made of points that people set one by one; each has its handle, however small the whole is. */
  readonly hasPoints?: boolean;
  bounds(geometry: G): Bounds;
  /** What has to lie in the image, where that is not the bounds. */
  anchor?(geometry: G): Bounds;
  hitTest(geometry: G, point: ImagePoint, tolerance: number): Hit | null;
  /** Handles, the ones that win first. */
  handles(geometry: G): readonly Handle[];
  /** The geometry with `handle` of `start` dragged to `to`. Always from the start of the gesture, so that flipping needs no memory. */
  dragHandle(start: G, handle: string, to: ImagePoint, image: Size): G;
  /** Moved as far as the image allows, its size unchanged. */
  translate(geometry: G, dx: number, dy: number, image: Size): G;
  /** Larger by `dx`, `dy` at its right and lower side, for those who use the keyboard. */
  grow(geometry: G, dx: number, dy: number, image: Size): G;
  /** Whether edges cross, so that nobody can say what is inside. */
  isCrossed?(geometry: G): boolean;
  /** Without the point of `handle`, or null where that is none or one too few would be left. */
  removePoint?(geometry: G, handle: string): G | null;
  /** Turned clockwise around its centre. */
  turn?(geometry: G, degrees: number, image: Size): G;
  /** The outlines that a neighbour's points may lie on exactly. */
  rings?(geometry: G): readonly Ring[];
  /** A frame around the selected shape, by which the whole is moved and made larger. */
  frame?(geometry: G): Bounds;
  /** `links` are those of the label's skeleton, for the shapes that have one. */
  trace(sink: PathSink, geometry: G, frame: Frame, links?: Links): void;
}
