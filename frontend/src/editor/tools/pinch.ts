import { distance, screenPoint, type ScreenPoint } from '../core/points';
import type { Viewport } from '../core/viewport';
import type { PointerInput } from './input';

/** Two fingers on the glass move and scale the image together. */
export class Pinch {
  readonly #fingers = new Map<number, ScreenPoint>();

  constructor(private readonly viewport: Viewport) {}

  get count(): number {
    return this.#fingers.size;
  }

  down(input: PointerInput): void {
    this.#fingers.set(input.id, input.screen);
  }

  up(input: PointerInput): void {
    this.#fingers.delete(input.id);
  }

  /** Remembers where the finger is and, when there are two, moves the image by what changed. */
  move(input: PointerInput): void {
    if (!this.#fingers.has(input.id)) return;
    const before = this.#span();
    this.#fingers.set(input.id, input.screen);
    const after = this.#span();
    if (before && after)
      this.viewport.pinch(before.middle, after.middle, after.length / Math.max(before.length, 1));
  }

  #span(): { middle: ScreenPoint; length: number } | null {
    const [a, b] = [...this.#fingers.values()];
    if (!a || !b) return null;
    return { middle: screenPoint((a.x + b.x) / 2, (a.y + b.y) / 2), length: distance(a, b) };
  }
}
