import { clamp } from '../core/points';
import type { Viewport } from '../core/viewport';
import { inTurnedFrame } from './frame';

/** Beyond this many CSS pixels per image pixel the pixels are what one wants to see. */
const SMOOTH_UP_TO = 3;

/** Paints the part of `source` that is in sight. */
export function paintImage(
  context: CanvasRenderingContext2D,
  source: CanvasImageSource,
  viewport: Viewport,
): void {
  const { image, visible, pixelRatio, scale } = viewport;
  const origin = viewport.degrees === 0 ? viewport.origin : { x: 0, y: 0 };
  // Whole source pixels, one more on each side, else the cut would shift what is seen by a fraction.
  const left = clamp(Math.floor(visible.minX) - 1, 0, image.width);
  const top = clamp(Math.floor(visible.minY) - 1, 0, image.height);
  const width = clamp(Math.ceil(visible.maxX) + 1, 0, image.width) - left;
  const height = clamp(Math.ceil(visible.maxY) + 1, 0, image.height) - top;
  if (width <= 0 || height <= 0) return;
  context.imageSmoothingEnabled = scale <= SMOOTH_UP_TO;
  context.imageSmoothingQuality = scale < 0.5 ? 'medium' : 'low';
  const k = scale * pixelRatio;
  inTurnedFrame(context, viewport, () =>
    context.drawImage(
      source,
      left,
      top,
      width,
      height,
      origin.x * pixelRatio + left * k,
      origin.y * pixelRatio + top * k,
      width * k,
      height * k,
    ),
  );
}
