import type { Viewport } from '../core/viewport';
import type { Frame } from '../shapes/shape';

/**
 * The device-pixel frame of a viewport. Edges are rounded to where a line `lineWidth` device pixels wide falls on whole pixels:
 * a box drawn at fractions of a pixel is a grey blur instead of a thin line.
 */
export function deviceFrame(viewport: Viewport, lineWidth: number): Frame {
  const ratio = viewport.pixelRatio;
  const scale = viewport.scale * ratio;
  const left = viewport.origin.x * ratio;
  const top = viewport.origin.y * ratio;
  const half = lineWidth % 2 ? 0.5 : 0;
  return {
    scale,
    ratio,
    x: (imageX) => Math.round(imageX * scale + left - half) + half,
    y: (imageY) => Math.round(imageY * scale + top - half) + half,
  };
}

export interface LineWidths {
  readonly bright: number;
  readonly dark: number;
}

/** Widths in whole device pixels of the bright line and of the dark one beneath, which shows as a hairline on both sides. */
export function lineWidths(pixelRatio: number, isStrong: boolean): LineWidths {
  const bright = Math.max(1, Math.round((isStrong ? 2 : 1.5) * pixelRatio));
  const hairline = Math.max(1, Math.floor(pixelRatio));
  return { bright, dark: bright + 2 * hairline };
}
