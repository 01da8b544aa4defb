import {
  clamp,
  clampToImage,
  imagePoint,
  screenPoint,
  type Bounds,
  type ImagePoint,
  type ScreenPoint,
  type Size,
} from './points';

/** Zooms that the step commands stop at; between them wheel and pinch are free. */
const STEPS = [
  0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32,
  48, 64,
];
const MAX_SCALE = 64;
/** Left free around a fitted image, so that a region on its very edge still has a handle to catch. */
const FIT_MARGIN = 16;
/** Never beyond this when fitting: a 40-pixel icon should not open as a mosaic. */
const MAX_FIT = 8;

interface Transform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** How far the view is turned, clockwise. Its sine and cosine are exact at right angles, so that nothing drifts there. */
interface Turn {
  readonly degrees: number;
  readonly cos: number;
  readonly sin: number;
}

const UPRIGHT: Turn = { degrees: 0, cos: 1, sin: 0 };

function turnOf(degrees: number): Turn {
  const whole = ((degrees % 360) + 360) % 360;
  const exact = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] }[whole];
  const radians = (whole * Math.PI) / 180;
  const [cos, sin] = exact ?? [Math.cos(radians), Math.sin(radians)];
  return { degrees: whole, cos: cos ?? 1, sin: sin ?? 0 };
}

/** Where the image stands on the screen, and the only converter between image and screen points. */
export class Viewport {
  #image: Size = { width: 1, height: 1 };
  #view: Size = { width: 1, height: 1 };
  #pixelRatio = 1;
  #transform: Transform = { scale: 1, x: 0, y: 0 };
  #turn: Turn = UPRIGHT;
  /** True until somebody zooms or pans: only then a resized window keeps the whole image in sight. */
  #isFitted = true;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** CSS pixels per image pixel. */
  get scale(): number {
    return this.#transform.scale;
  }

  get image(): Size {
    return this.#image;
  }

  get view(): Size {
    return this.#view;
  }

  get pixelRatio(): number {
    return this.#pixelRatio;
  }

  get isFitted(): boolean {
    return this.#isFitted;
  }

  /** How far the image is turned clockwise on the screen, 0 or more and below 360 degrees. Geometry knows nothing of it. */
  get degrees(): number {
    return this.#turn.degrees;
  }

  /** Where the image's top-left corner is. */
  get origin(): ScreenPoint {
    return screenPoint(this.#transform.x, this.#transform.y);
  }

  toImage(point: ScreenPoint): ImagePoint {
    const { scale, x, y } = this.#transform;
    const { cos, sin } = this.#turn;
    const [dx, dy] = [(point.x - x) / scale, (point.y - y) / scale];
    return imagePoint(dx * cos + dy * sin, dy * cos - dx * sin);
  }

  toScreen(point: ImagePoint): ScreenPoint {
    const { scale, x, y } = this.#transform;
    const { cos, sin } = this.#turn;
    return screenPoint(
      (point.x * cos - point.y * sin) * scale + x,
      (point.x * sin + point.y * cos) * scale + y,
    );
  }

  /** The smallest upright rectangle on the screen that holds `bounds`. */
  toScreenBox({ minX, minY, maxX, maxY }: Bounds): Size & { readonly at: ScreenPoint } {
    const corners = [
      imagePoint(minX, minY),
      imagePoint(maxX, minY),
      imagePoint(maxX, maxY),
      imagePoint(minX, maxY),
    ].map((corner) => this.toScreen(corner));
    const [left, top] = [
      Math.min(...corners.map(({ x }) => x)),
      Math.min(...corners.map(({ y }) => y)),
    ];
    return {
      at: screenPoint(left, top),
      width: Math.max(...corners.map(({ x }) => x)) - left,
      height: Math.max(...corners.map(({ y }) => y)) - top,
    };
  }

  /** A step along the screen's axes as one along the image's, whichever of them are nearest: what an arrow key means. */
  alongScreen(dx: number, dy: number): { readonly dx: number; readonly dy: number } {
    const { cos, sin } = turnOf(Math.round(this.#turn.degrees / 90) * 90);
    return { dx: dx * cos + dy * sin, dy: dy * cos - dx * sin };
  }

  /** A length on the screen, in image pixels. */
  toImageLength(pixels: number): number {
    return pixels / this.#transform.scale;
  }

  /** The part of the image plane that is in sight, or in a turned view what is around it; may reach beyond the image. */
  get visible(): Bounds {
    const { width, height } = this.#view;
    const corners = [
      screenPoint(0, 0),
      screenPoint(width, 0),
      screenPoint(width, height),
      screenPoint(0, height),
    ].map((corner) => this.toImage(corner));
    const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
    return {
      minX: Math.min(...xs),
      minY: Math.min(...ys),
      maxX: Math.max(...xs),
      maxY: Math.max(...ys),
    };
  }

  setImage(image: Size): void {
    this.#image = image;
    this.#turn = UPRIGHT;
    this.fit();
  }

  /** Keeps the centre where it is, unless the image was fitted: then it stays fitted. */
  setView(view: Size, pixelRatio: number): void {
    const centre = this.toImage(this.#centre);
    const isFirst = this.#view.width <= 1;
    this.#view = view;
    this.#pixelRatio = pixelRatio;
    if (this.#isFitted || isFirst) this.fit();
    else this.#place(this.scale, centre, this.#centre);
  }

  get #centre(): ScreenPoint {
    return screenPoint(this.#view.width / 2, this.#view.height / 2);
  }

  get #fitScale(): number {
    const turned = this.#turned(this.#image);
    const width = Math.max(this.#view.width - 2 * FIT_MARGIN, 1) / turned.width;
    const height = Math.max(this.#view.height - 2 * FIT_MARGIN, 1) / turned.height;
    return Math.min(width, height, MAX_FIT);
  }

  /** How much room a rectangle of the image takes as it is turned. */
  #turned({ width, height }: Size): Size {
    const [cos, sin] = [Math.abs(this.#turn.cos), Math.abs(this.#turn.sin)];
    return { width: width * cos + height * sin, height: width * sin + height * cos };
  }

  get #minScale(): number {
    return Math.min(this.#fitScale / 2, 1);
  }

  fit(): void {
    this.#place(
      this.#fitScale,
      imagePoint(this.#image.width / 2, this.#image.height / 2),
      this.#centre,
      true,
    );
  }

  /** Fits `bounds` into the view with some room around, without zooming in beyond `maxScale`. */
  fitBounds(bounds: Bounds, maxScale = 8): void {
    const { width, height } = this.#turned({
      width: Math.max(bounds.maxX - bounds.minX, 1),
      height: Math.max(bounds.maxY - bounds.minY, 1),
    });
    const scale = Math.min(
      (this.#view.width * 0.6) / width,
      (this.#view.height * 0.6) / height,
      maxScale,
    );
    const middle = imagePoint((bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2);
    this.#place(scale, middle, this.#centre);
  }

  /** The image point under `at` stays under it. */
  zoomTo(scale: number, at: ScreenPoint = this.#centre): void {
    this.#place(scale, this.toImage(at), at);
  }

  zoomBy(factor: number, at?: ScreenPoint): void {
    this.zoomTo(this.scale * factor, at);
  }

  zoomIn(at?: ScreenPoint): void {
    this.zoomTo(STEPS.find((step) => step > this.scale * 1.01) ?? MAX_SCALE, at);
  }

  zoomOut(at?: ScreenPoint): void {
    this.zoomTo(STEPS.filter((step) => step < this.scale / 1.01).at(-1) ?? this.#minScale, at);
  }

  /** Turns the view clockwise around its middle; a fitted image stays fitted. */
  turnBy(degrees: number): void {
    this.turnTo(this.#turn.degrees + degrees);
  }

  turnTo(degrees: number): void {
    const middle = this.toImage(this.#centre);
    this.#turn = turnOf(degrees);
    if (this.#isFitted) this.fit();
    else this.#place(this.scale, middle, this.#centre);
  }

  panBy(dx: number, dy: number): void {
    const { scale, x, y } = this.#transform;
    this.#set({ scale, x: x + dx, y: y + dy });
  }

  /** Two fingers: what was under `from` is now under `to`, `factor` times as large. */
  pinch(from: ScreenPoint, to: ScreenPoint, factor: number): void {
    this.#place(this.scale * factor, this.toImage(from), to);
  }

  /** Pans just as far as needed for `point` to be in sight with some room around it. */
  reveal(point: ImagePoint, margin = 48): void {
    const { x, y } = this.toScreen(point);
    const room = Math.min(margin, this.#view.width / 4, this.#view.height / 4);
    const dx = clamp(x, room, this.#view.width - room) - x;
    const dy = clamp(y, room, this.#view.height - room) - y;
    if (dx || dy) this.panBy(dx, dy);
  }

  #place(scale: number, point: ImagePoint, at: ScreenPoint, isFitted = false): void {
    const limited = clamp(scale, this.#minScale, MAX_SCALE);
    this.#set(this.#over(limited, point, at), isFitted);
  }

  /** Where the image stands at `scale` with `point` under `at`. */
  #over(scale: number, point: ImagePoint, at: ScreenPoint): Transform {
    const { cos, sin } = this.#turn;
    return {
      scale,
      x: at.x - (point.x * cos - point.y * sin) * scale,
      y: at.y - (point.x * sin + point.y * cos) * scale,
    };
  }

  #set(wanted: Transform, isFitted = false): void {
    this.#transform = wanted;
    // The middle of the view always lies over the image: it can never be lost, and its corners can still be brought to the middle.
    const middle = this.toImage(this.#centre);
    const kept = clampToImage(middle, this.#image);
    if (kept.x !== middle.x || kept.y !== middle.y)
      this.#transform = this.#over(wanted.scale, kept, this.#centre);
    this.#isFitted = isFitted;
    for (const listener of this.#listeners) listener();
  }
}
