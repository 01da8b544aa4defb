import { intersects, type Bounds, type ImagePoint } from '../core/points';
import { currentLabel, isHidden } from '../core/state';
import type { Region } from '../core/value';
import type { Viewport } from '../core/viewport';
import type { ImageEditor } from '../image-editor';
import { shapeOf } from '../shapes/registry';
import { MAX_FILL, paintShape } from './shape-painter';
import { paintTags, type Tag } from './tag';
import type { CanvasTheme } from './theme';

export type LabelTitle = (field: string, label: string) => string;

const HANDLE_SIDE = 8;
const ACCENT = '#fff';

/** What is selected, hovered or being drawn: the only layer that a moving pointer repaints. */
export function paintActive(
  context: CanvasRenderingContext2D,
  image: ImageEditor,
  theme: CanvasTheme,
  title: LabelTitle,
): void {
  const { editor, viewport, overlay } = image;
  const { draft, crosshair, hovered, marquee } = overlay.content;
  const state = editor.getState();
  const selected = editor.selectedRegions.filter(
    (region) => !isHidden(state, region) && isInSight(region, viewport),
  );
  const over =
    hovered === null || state.selection.includes(hovered) ? undefined : editor.region(hovered);
  const colourOf = (region: Region) => editor.schema.colour(region.field, region.label);

  if (over && !isHidden(state, over))
    paintShape(
      context,
      over.geometry,
      { colour: colourOf(over), isStrong: true, fill: 0.12 },
      viewport,
      theme.hairline,
    );
  for (const region of selected) {
    paintShape(
      context,
      region.geometry,
      { colour: colourOf(region), isStrong: true, fill: selected.length > 1 ? 0.14 : 0.1 },
      viewport,
      theme.hairline,
    );
  }
  const single = state.selection.length === 1 ? selected[0] : undefined;
  if (single && editor.canEdit(single))
    paintHandles(context, single, colourOf(single), viewport, theme);
  paintTags(
    context,
    [over, single].flatMap((region) =>
      region ? tagOf(region, colourOf(region), title, true) : [],
    ),
    viewport,
    theme,
  );
  if (draft)
    paintShape(
      context,
      draft.geometry,
      { colour: draft.colour, isStrong: true, fill: MAX_FILL },
      viewport,
      theme.hairline,
    );
  if (marquee) paintMarquee(context, marquee, viewport);
  const label = currentLabel(state);
  if (crosshair)
    paintCrosshair(
      context,
      crosshair,
      label ? editor.schema.colour(label.field, label.label) : ACCENT,
      viewport,
    );
}

export function tagOf(region: Region, colour: string, title: LabelTitle, isForced: boolean): Tag[] {
  const bounds = shapeOf(region.geometry)?.bounds(region.geometry);
  return bounds ? [{ text: title(region.field, region.label), colour, bounds, isForced }] : [];
}

function isInSight({ geometry }: Region, viewport: Viewport): boolean {
  const bounds = shapeOf(geometry)?.bounds(geometry);
  return bounds !== undefined && intersects(bounds, viewport.visible);
}

function paintHandles(
  context: CanvasRenderingContext2D,
  region: Region,
  colour: string,
  viewport: Viewport,
  theme: CanvasTheme,
): void {
  const shape = shapeOf(region.geometry);
  if (!shape) return;
  const bounds = shape.bounds(region.geometry);
  const shortest = Math.min(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) * viewport.scale;
  // On a small shape all handles together would cover what it is about: then the corners, then none.
  const handles = shape
    .handles(region.geometry)
    .filter(({ isPainted }, n) => isPainted && (shortest >= 40 || (shortest >= 14 && n < 4)));
  const k = viewport.pixelRatio;
  const side = Math.round(HANDLE_SIDE * k);
  for (const { at } of handles) {
    const point = viewport.toScreen(at);
    const x = Math.round(point.x * k - side / 2);
    const y = Math.round(point.y * k - side / 2);
    context.beginPath();
    context.roundRect(x - k, y - k, side + 2 * k, side + 2 * k, 3 * k);
    context.fillStyle = theme.hairline;
    context.fill();
    context.beginPath();
    context.roundRect(x, y, side, side, 2 * k);
    context.fillStyle = colour;
    context.fill();
    const rim = Math.round(1.5 * k);
    context.beginPath();
    context.roundRect(x + rim, y + rim, side - 2 * rim, side - 2 * rim, k);
    context.fillStyle = theme.handle;
    context.fill();
  }
}

/** Two lines across the view, each dark with a thin light core, so that they show on any image; the core in the label's colour. */
function paintCrosshair(
  context: CanvasRenderingContext2D,
  at: ImagePoint,
  colour: string,
  viewport: Viewport,
): void {
  const k = viewport.pixelRatio;
  const point = viewport.toScreen(at);
  const x = Math.round(point.x * k);
  const y = Math.round(point.y * k);
  const { width, height } = context.canvas;
  const line = Math.max(1, Math.round(k));
  context.fillStyle = 'rgb(10 12 16 / 0.35)';
  context.fillRect(0, y - line, width, 3 * line);
  context.fillRect(x - line, 0, 3 * line, height);
  context.fillStyle = colour;
  context.fillRect(0, y, width, line);
  context.fillRect(x, 0, line, height);
}

function paintMarquee(
  context: CanvasRenderingContext2D,
  marquee: Bounds,
  viewport: Viewport,
): void {
  const k = viewport.pixelRatio;
  const left = Math.round((marquee.minX * viewport.scale + viewport.origin.x) * k) + 0.5;
  const top = Math.round((marquee.minY * viewport.scale + viewport.origin.y) * k) + 0.5;
  const width = Math.round((marquee.maxX - marquee.minX) * viewport.scale * k);
  const height = Math.round((marquee.maxY - marquee.minY) * viewport.scale * k);
  context.fillStyle = 'rgb(255 255 255 / 0.1)';
  context.fillRect(left, top, width, height);
  context.lineWidth = Math.max(1, Math.round(k));
  context.strokeStyle = 'rgb(10 12 16 / 0.7)';
  context.strokeRect(left, top, width, height);
  context.setLineDash([4 * k, 4 * k]);
  context.strokeStyle = ACCENT;
  context.strokeRect(left, top, width, height);
  context.setLineDash([]);
}
