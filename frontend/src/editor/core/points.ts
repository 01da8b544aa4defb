declare const frame: unique symbol;

/** A point in pixels of the upright image, origin top-left. */
export interface ImagePoint {
  readonly x: number;
  readonly y: number;
  readonly [frame]: 'image';
}

/** A point in CSS pixels, origin at the canvas's top-left. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
  readonly [frame]: 'screen';
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in image pixels, edges included. */
export interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

// The only two places where a bare pair gets a frame: the brand exists for the compiler alone, hence the casts.
export function imagePoint(x: number, y: number): ImagePoint {
  return { x, y } as ImagePoint;
}

export function screenPoint(x: number, y: number): ScreenPoint {
  return { x, y } as ScreenPoint;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

export function clampToImage(point: ImagePoint, image: Size): ImagePoint {
  return imagePoint(clamp(point.x, 0, image.width), clamp(point.y, 0, image.height));
}

export function intersects(a: Bounds, b: Bounds): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;
}

export function distance(a: ScreenPoint, b: ScreenPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
