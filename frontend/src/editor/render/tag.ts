import type { Bounds } from '../core/points';
import type { Viewport } from '../core/viewport';
import { textOn, type CanvasTheme } from './theme';

const FONT_SIZE = 11;
const HEIGHT = 16;
const PADDING = 5;
const GAP = 2;
const RADIUS = 3;

export interface Tag {
  readonly text: string;
  readonly colour: string;
  readonly bounds: Bounds;
  /** Shown even when it is wider than its shape. */
  readonly isForced: boolean;
}

const widths = new Map<string, number>();

/** Measured once per text and font: measuring is the dearest part of painting a tag. */
function textWidth(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    width = context.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

/** The label's name in its colour at the shape's upper left, above it or, at the top of the view, inside. */
export function paintTags(
  context: CanvasRenderingContext2D,
  tags: readonly Tag[],
  viewport: Viewport,
  theme: CanvasTheme,
): void {
  const k = viewport.pixelRatio;
  context.font = `500 ${FONT_SIZE * k}px ${theme.font}`;
  context.textBaseline = 'middle';
  for (const { text, colour, bounds, isForced } of tags) {
    const box = viewport.toScreenBox(bounds);
    const [left, top, room] = [box.at.x * k, box.at.y * k, box.width * k];
    const width = Math.ceil(textWidth(context, text) + 2 * PADDING * k);
    if (!isForced && width > room) continue;
    const height = HEIGHT * k;
    const above = top - height - GAP * k;
    const x = Math.round(Math.max(left - k, GAP * k));
    const y = Math.round(above >= GAP * k ? above : Math.max(top, 0) + 3 * k);
    context.beginPath();
    context.roundRect(x, y, width, height, RADIUS * k);
    context.fillStyle = colour;
    context.fill();
    context.fillStyle = textOn(colour);
    context.fillText(text, x + PADDING * k, y + height / 2 + 0.5 * k);
  }
}
