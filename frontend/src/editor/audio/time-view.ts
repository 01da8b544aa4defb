import { clamp } from '../core/points';

const SHORTEST = 0.02; // seconds that can fill the whole view
const STEP = 1.6;

/** The stretch of time that is in sight. Times are seconds, places CSS pixels from the left. */
export class TimeView {
  #start = 0;
  #seconds: number;
  #width = 1;
  readonly #listeners = new Set<() => void>();

  constructor(readonly duration: number) {
    this.#seconds = duration;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#start + this.#seconds;
  }

  get seconds(): number {
    return this.#seconds;
  }

  get width(): number {
    return this.#width;
  }

  get isFitted(): boolean {
    return this.#seconds >= this.duration;
  }

  setWidth(width: number): void {
    if (width === this.#width || width <= 0) return;
    this.#width = width;
    this.#tell();
  }

  toX(time: number): number {
    return ((time - this.#start) / this.#seconds) * this.#width;
  }

  toTime(x: number): number {
    return clamp(this.#start + (x / this.#width) * this.#seconds, 0, this.duration);
  }

  /** `pixels` as seconds. */
  reach(pixels: number): number {
    return (pixels / this.#width) * this.#seconds;
  }

  /** Zooms by `factor` (above 1: nearer) so that `around` stays where it is. */
  zoomBy(factor: number, around: number): void {
    const seconds = clamp(this.#seconds / factor, Math.min(SHORTEST, this.duration), this.duration);
    const share = clamp((around - this.#start) / this.#seconds, 0, 1);
    this.show(around - share * seconds, seconds);
  }

  zoomIn(around: number): void {
    this.zoomBy(STEP, around);
  }

  zoomOut(around: number): void {
    this.zoomBy(1 / STEP, around);
  }

  fit(): void {
    this.show(0, this.duration);
  }

  /** Shows these moments with a little room on either side. */
  showAround(start: number, end: number): void {
    const room = Math.max((end - start) * 0.15, SHORTEST / 2);
    this.show(start - room, end - start + 2 * room);
  }

  panBy(seconds: number): void {
    this.show(this.#start + seconds, this.#seconds);
  }

  /** Brings a stretch into sight, moving no more than needed. */
  reveal(start: number, end = start): void {
    if (start >= this.#start && end <= this.end) return;
    if (end - start > this.#seconds) this.show(start - this.#seconds * 0.1, this.#seconds);
    else this.show((start + end - this.#seconds) / 2, this.#seconds);
  }

  /** While playing: turns the page when the playhead reaches its end. */
  follow(time: number): void {
    if (time < this.#start || time > this.#start + this.#seconds * 0.95)
      this.show(time - this.#seconds * 0.05, this.#seconds);
  }

  show(start: number, seconds: number): void {
    const length = clamp(seconds, Math.min(SHORTEST, this.duration), this.duration);
    const first = clamp(start, 0, this.duration - length);
    if (first === this.#start && length === this.#seconds) return;
    this.#start = first;
    this.#seconds = length;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
