import { clamp } from '../core/points';
import type { Viewport } from '../core/viewport';
import { deviceFrame, inTurnedFrame } from './frame';

/** Closer together than this, in CSS pixels, lines would be a veil over the image. */
const CLOSEST = 6;

/** Paints a line every `step` image pixels over the part of the image that is in sight. */
export function paintGrid(
  context: CanvasRenderingContext2D,
  step: number,
  viewport: Viewport,
): void {
  const { image, visible, scale } = viewport;
  if (step <= 0 || step * scale < CLOSEST) return;
  const frame = deviceFrame(viewport, 1);
  const [left, right] = [visible.minX, visible.maxX].map((x) => clamp(x, 0, image.width));
  const [top, bottom] = [visible.minY, visible.maxY].map((y) => clamp(y, 0, image.height));
  if (left === undefined || right === undefined || top === undefined || bottom === undefined)
    return;
  inTurnedFrame(context, viewport, () => {
  context.save();
  // The opposite of what lies beneath: seen on dark and on bright images alike.
  context.globalCompositeOperation = 'difference';
  context.strokeStyle = 'rgb(255 255 255 / 45%)';
  context.lineWidth = 1;
  context.beginPath();
  for (let x = Math.ceil(left / step) * step; x <= right; x += step) {
    context.moveTo(frame.x(x), frame.y(top));
    context.lineTo(frame.x(x), frame.y(bottom));
  }
  for (let y = Math.ceil(top / step) * step; y <= bottom; y += step) {
    context.moveTo(frame.x(left), frame.y(y));
    context.lineTo(frame.x(right), frame.y(y));
  }
  context.stroke();
  context.restore();
  });
}
