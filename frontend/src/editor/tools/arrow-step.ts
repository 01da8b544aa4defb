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
  const { visible } = viewport;
  const eighth = (length: number) => Math.max(1, Math.round(length / 8));
  const across = eighth(visible.maxX - visible.minX);
  const down = eighth(visible.maxY - visible.minY);
  const leaps: Readonly<Record<string, Step>> = {
    Home: { dx: -across, dy: 0 },
    End: { dx: across, dy: 0 },
    PageUp: { dx: 0, dy: -down },
    PageDown: { dx: 0, dy: down },
  };
  const direction = DIRECTIONS[input.key];
  if (!direction) return leaps[input.key];
  const pixels = (input.shift ? 10 : 1) * Math.min(1 + Math.floor(held / 6), 16);
  return { dx: direction.dx * pixels, dy: direction.dy * pixels };
}
