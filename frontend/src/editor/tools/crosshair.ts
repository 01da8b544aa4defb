import { clampToImage, imagePoint, type ImagePoint } from '../core/points';
import { arrowStep } from './arrow-step';
import type { KeyInput } from './input';
import type { ToolHost } from './tool-state';

/** A crosshair that the arrows move: where the pointer was, else the middle of what is in sight. */
export class Crosshair {
  #at: ImagePoint;
  #held = 0;

  constructor(private readonly host: ToolHost) {
    const { visible, image } = host.viewport;
    const middle = imagePoint((visible.minX + visible.maxX) / 2, (visible.minY + visible.maxY) / 2);
    const { x, y } = clampToImage(host.overlay.content.crosshair ?? middle, image);
    this.#at = imagePoint(Math.round(x), Math.round(y));
  }

  get at(): ImagePoint {
    return this.#at;
  }

  place(point: ImagePoint): void {
    const { viewport, overlay } = this.host;
    this.#at = clampToImage(point, viewport.image);
    viewport.reveal(this.#at);
    overlay.show({ crosshair: this.#at });
  }

  /** Whether the key was one that moves it. */
  move(input: KeyInput): boolean {
    const { viewport } = this.host;
    this.#held = input.isRepeat ? this.#held + 1 : 0;
    const step = arrowStep(input, viewport, this.#held);
    if (!step) return false;
    this.place(imagePoint(this.#at.x + step.dx, this.#at.y + step.dy));
    return true;
  }
}
