import type { ImagePoint } from '../../core/points';
import type { Viewport } from '../../core/viewport';
import { deviceFrame, inTurnedFrame } from '../../render/frame';
import type { Sketch } from '../../render/overlay';
import type { MaskPixels } from '../../shapes/mask-pixels';

/** Stronger than a finished region, which has an outline: this is what the hand is at. */
const OPACITY = 0.45;

/** The pixels that are on, exactly. Costs as many rectangles as there are columns of device pixels in sight, however large the image. */
export function paintPixels(
  context: CanvasRenderingContext2D,
  viewport: Viewport,
  pixels: MaskPixels,
  colour: string,
): void {
  const frame = deviceFrame(viewport, 2);
  const { visible, image } = viewport;
  const first = Math.max(0, Math.floor(visible.minX));
  const last = Math.min(image.width, Math.ceil(visible.maxX));
  context.beginPath();
  // Several columns of the image share one of the screen: the middle one stands for them.
  const step = Math.max(1, Math.floor(1 / frame.scale));
  for (let from = first - (first % step); from < last; from += step) {
    const rows = pixels.rows(from + (step >> 1));
    const left = frame.x(from);
    const width = frame.x(from + step) - left;
    for (let n = 0; n < rows.length && width > 0; n += 2) {
      const top = frame.y(rows[n] ?? 0);
      context.rect(left, top, width, frame.y(rows[n + 1] ?? 0) - top);
    }
  }
  context.globalAlpha = OPACITY;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
}

/** The rim of a brush, dark and bright so that it shows on any image; dashed for one that takes away. */
function paintBrush(
  context: CanvasRenderingContext2D,
  viewport: Viewport,
  at: ImagePoint,
  radius: number,
  isOn: boolean,
): void {
  const k = viewport.pixelRatio;
  const { x, y } = viewport.toScreen(at);
  context.setLineDash(isOn ? [] : [4 * k, 3 * k]);
  context.beginPath();
  context.arc(x * k, y * k, Math.max(radius * viewport.scale * k, 1.5 * k), 0, 2 * Math.PI);
  context.lineWidth = 3 * k;
  context.strokeStyle = 'rgb(10 12 16 / 0.55)';
  context.stroke();
  context.lineWidth = 1.25 * k;
  context.strokeStyle = '#fff';
  context.stroke();
  context.setLineDash([]);
}

/** The mask as it is becoming, and the brush over it. */
export function maskSketch(
  painted: { readonly pixels: MaskPixels; readonly colour: string } | null,
  brush: { readonly at: ImagePoint; readonly radius: number; readonly isOn: boolean } | null,
): Sketch {
  return (context, viewport) => {
    if (painted)
      inTurnedFrame(context, viewport, () =>
        paintPixels(context, viewport, painted.pixels, painted.colour),
      );
    if (brush) paintBrush(context, viewport, brush.at, brush.radius, brush.isOn);
  };
}
