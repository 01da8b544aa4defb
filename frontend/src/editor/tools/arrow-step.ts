import type { Viewport } from '../core/viewport';
import type { KeyInput } from './input';

export interface Step {
  readonly dx: number;
  readonly dy: number;
}

const DIRECTIONS: Readonly<Record<string, Step>> = {
  ArrowLeft: { dx: -1, dy: 0 },
  ArrowRight: { dx: 1, dy: 0 },
  ArrowUp: { dx: 0, dy: -1 },
  ArrowDown: { dx: 0, dy: 1 },
};

export function arrowDirection(key: string): Step | undefined {
  return DIRECTIONS[key];
}

/**
 * How far a key moves the crosshair, in image pixels: 1, with Shift 10, growing while it is held so that a large image is crossed
 * in seconds; Home, End, Page Up and Page Down go an eighth of what is in sight.
 */
export function arrowStep(input: KeyInput, viewport: Viewport, held: number): Step | undefined {
  const eighth = (length: number) =>
    Math.max(1, Math.round(viewport.toImageLength(length) / 8));
  const across = eighth(viewport.view.width);
  const down = eighth(viewport.view.height);
  const leaps: Readonly<Record<string, Step>> = {
    Home: { dx: -across, dy: 0 },
    End: { dx: across, dy: 0 },
    PageUp: { dx: 0, dy: -down },
    PageDown: { dx: 0, dy: down },
  };
  const direction = DIRECTIONS[input.key];
  if (!direction) {
    const leap = leaps[input.key];
    return leap && viewport.alongScreen(leap.dx, leap.dy);
  }
  const pixels = (input.shift ? 10 : 1) * Math.min(1 + Math.floor(held / 6), 16);
  return viewport.alongScreen(direction.dx * pixels, direction.dy * pixels);
}
