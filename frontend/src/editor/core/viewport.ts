import {
  clamp,
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

/** Where the image stands on the screen, and the only converter between image and screen points. */
export class Viewport {
  #image: Size = { width: 1, height: 1 };
  #view: Size = { width: 1, height: 1 };
  #pixelRatio = 1;
  #transform: Transform = { scale: 1, x: 0, y: 0 };
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

  /** Where the image's top-left corner is. */
  get origin(): ScreenPoint {
    return screenPoint(this.#transform.x, this.#transform.y);
  }

  toImage(point: ScreenPoint): ImagePoint {
    const { scale, x, y } = this.#transform;
    return imagePoint((point.x - x) / scale, (point.y - y) / scale);
  }

  toScreen(point: ImagePoint): ScreenPoint {
    const { scale, x, y } = this.#transform;
    return screenPoint(point.x * scale + x, point.y * scale + y);
  }

  /** A length on the screen, in image pixels. */
  toImageLength(pixels: number): number {
    return pixels / this.#transform.scale;
  }

  /** The part of the image plane that is in sight; may reach beyond the image. */
  get visible(): Bounds {
    const min = this.toImage(screenPoint(0, 0));
    const max = this.toImage(screenPoint(this.#view.width, this.#view.height));
    return { minX: min.x, minY: min.y, maxX: max.x, maxY: max.y };
  }

  setImage(image: Size): void {
    this.#image = image;
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
    const width = Math.max(this.#view.width - 2 * FIT_MARGIN, 1) / this.#image.width;
    const height = Math.max(this.#view.height - 2 * FIT_MARGIN, 1) / this.#image.height;
    return Math.min(width, height, MAX_FIT);
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
    const width = Math.max(bounds.maxX - bounds.minX, 1);
    const height = Math.max(bounds.maxY - bounds.minY, 1);
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
    this.#set(
      { scale: limited, x: at.x - point.x * limited, y: at.y - point.y * limited },
      isFitted,
    );
  }

  #set({ scale, x, y }: Transform, isFitted = false): void {
    // The middle of the view always lies over the image: it can never be lost, and its corners can still be brought to the middle.
    const next = {
      scale,
      x: clamp(x, this.#view.width / 2 - this.#image.width * scale, this.#view.width / 2),
      y: clamp(y, this.#view.height / 2 - this.#image.height * scale, this.#view.height / 2),
    };
    this.#transform = next;
    this.#isFitted = isFitted;
    for (const listener of this.#listeners) listener();
  }
}
