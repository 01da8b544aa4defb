import type { Viewport } from '../core/viewport';
import type { Geometry } from '../core/value';
import type { Links } from '../shapes/shape';
import { shapeOf } from '../shapes/registry';
import { deviceFrame, inTurnedFrame, lineWidths } from './frame';

export interface ShapeStyle {
  readonly colour: string;
  readonly isStrong: boolean;
  /** Opacity of the inside; 0 for none. Never above 0.18: the data is what one looks at. */
  readonly fill: number;
  readonly links?: Links;
  /** Nobody says it but a model. */
  readonly isDashed?: boolean;
}

export const MAX_FILL = 0.18;
export const RESTING_FILL = 0.07;

export interface Painted {
  readonly geometry: Geometry;
  readonly colour: string;
  readonly links?: Links;
  readonly isDashed?: boolean;
}

/** One shape with everything: the selected, the hovered, the one being drawn. */
export function paintShape(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  style: ShapeStyle,
  viewport: Viewport,
  hairline: string,
): void {
  inTurnedFrame(context, viewport, () => paintOne(context, geometry, style, viewport, hairline));
}

function paintOne(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  style: ShapeStyle,
  viewport: Viewport,
  hairline: string,
): void {
  const shape = shapeOf(geometry);
  if (!shape) return;
  const widths = lineWidths(viewport.pixelRatio, style.isStrong);
  context.beginPath();
  shape.trace(context, geometry, deviceFrame(viewport, widths.bright), style.links);
  if (style.fill > 0 && !shape.isHollow) {
    context.globalAlpha = Math.min(style.fill, MAX_FILL);
    context.fillStyle = style.colour;
    context.fill('evenodd'); // a ring within a ring is a hole
    context.globalAlpha = 1;
  }
  context.lineJoin = 'miter';
  context.strokeStyle = hairline;
  context.lineWidth = widths.dark;
  context.stroke();
  context.strokeStyle = style.colour;
  context.lineWidth = widths.bright;
  if (style.isDashed) context.setLineDash(dashes(viewport));
  context.stroke();
  context.setLineDash([]);
}

function dashes({ pixelRatio }: Viewport): number[] {
  return [6 * pixelRatio, 4 * pixelRatio];
}

/** Sides on the screen, in device pixels, below which detail would only be mud. */
const DOT = 3;
const PLAIN = 12;
/** With more than this many in sight the lines are as thin as they can be and insides stay empty: else one sees no image any more. */
const DENSE = 1000;

/**
 * Many shapes, back to front by layer and not by shape: all insides, all dark lines, all bright lines, each in the order of the
 * shapes. Where outlines cross, every bright line stays unbroken. Thousands go by colour instead, so that the canvas changes it a
 * few times: their lines are too thin for an order to be seen.
 */
export function paintShapes(
  context: CanvasRenderingContext2D,
  shapes: readonly Painted[],
  viewport: Viewport,
  hairline: string,
): void {
  inTurnedFrame(context, viewport, () => paintMany(context, shapes, viewport, hairline));
}

function paintMany(
  context: CanvasRenderingContext2D,
  shapes: readonly Painted[],
  viewport: Viewport,
  hairline: string,
): void {
  const isDense = shapes.length > DENSE;
  const widths = isDense
    ? lineWidths(viewport.pixelRatio / 2, false)
    : lineWidths(viewport.pixelRatio, false);
  const frame = deviceFrame(viewport, widths.bright);
  const runs: (readonly [colour: string, group: Painted[]])[] = [];
  const byColour = new Map<string, Painted[]>();
  const detailed: Painted[] = [];
  const dots: (Painted & { x: number; y: number; size: number })[] = [];
  for (const painted of shapes) {
    const { geometry, colour } = painted;
    const shape = shapeOf(geometry);
    if (!shape) continue;
    const { minX, minY, maxX, maxY } = shape.bounds(geometry);
    const size = Math.max(maxX - minX, maxY - minY) * frame.scale;
    if (size < DOT && !shape.isMarker) {
      dots.push({ geometry, colour, x: frame.x(minX), y: frame.y(minY), size: Math.max(size, 2) });
      continue;
    }
    if (size >= PLAIN || shape.isMarker) detailed.push(painted);
    const last = runs.at(-1);
    const group = isDense ? byColour.get(colour) : last?.[0] === colour ? last[1] : undefined;
    if (group) group.push(painted);
    else {
      const started = [painted];
      byColour.set(colour, started);
      runs.push([colour, started]);
    }
  }

  // A path of its own for each shape: the rasteriser has a fast way for one rectangle, and none for a path of five thousand.
  const trace = ({ geometry, links }: Painted) => {
    context.beginPath();
    shapeOf(geometry)?.trace(context, geometry, frame, links);
  };
  context.globalAlpha = RESTING_FILL;
  for (const [colour, group] of isDense ? [] : runs) {
    context.fillStyle = colour;
    for (const painted of group) {
      if (shapeOf(painted.geometry)?.isHollow) continue;
      trace(painted);
      context.fill('evenodd');
    }
  }
  context.globalAlpha = 1;
  context.strokeStyle = hairline;
  context.lineWidth = widths.dark;
  for (const painted of detailed) {
    trace(painted);
    context.stroke();
  }
  context.lineWidth = widths.bright;
  for (const [colour, group] of runs) {
    context.strokeStyle = colour;
    for (const painted of group) {
      trace(painted);
      if (painted.isDashed) context.setLineDash(dashes(viewport));
      context.stroke();
      if (painted.isDashed) context.setLineDash([]);
    }
  }
  for (const { colour, x, y, size } of dots) {
    context.fillStyle = colour;
    context.fillRect(x, y, size, size);
  }
}
