import type { Viewport } from '../core/viewport';
import type { Frame } from '../shapes/shape';

/**
 * The device-pixel frame of a viewport. Edges are rounded to where a line `lineWidth` device pixels wide falls on whole pixels:
 * a box drawn at fractions of a pixel is a grey blur instead of a thin line.
 */
export function deviceFrame(viewport: Viewport, lineWidth: number): Frame {
  const ratio = viewport.pixelRatio;
  const scale = viewport.scale * ratio;
  // The canvas itself is turned by then, around the image's corner: see `inTurnedFrame`.
  const origin = viewport.degrees === 0 ? viewport.origin : { x: 0, y: 0 };
  const left = origin.x * ratio;
  const top = origin.y * ratio;
  const half = lineWidth % 2 ? 0.5 : 0;
  return {
    scale,
    ratio,
    x: (imageX) => Math.round(imageX * scale + left - half) + half,
    y: (imageY) => Math.round(imageY * scale + top - half) + half,
  };
}

/** Paints what goes by `deviceFrame`, in a view that may be turned. */
export function inTurnedFrame(
  context: CanvasRenderingContext2D,
  { degrees, origin, pixelRatio }: Viewport,
  paint: () => void,
): void {
  if (degrees === 0) return paint();
  context.save();
  // At right angles lines still fall on whole pixels.
  const [x, y] = [Math.round(origin.x * pixelRatio), Math.round(origin.y * pixelRatio)];
  context.translate(x, y);
  context.rotate((degrees * Math.PI) / 180);
  paint();
  context.restore();
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
