import { intersects, type Bounds, type ImagePoint } from '../core/points';
import { currentLabel, isHidden } from '../core/state';
import type { Region } from '../core/value';
import type { Viewport } from '../core/viewport';
import type { ImageEditor } from '../image-editor';
import type { Handle } from '../shapes/shape';
import type { NamedPoint } from './overlay';
import { shapeOf } from '../shapes/registry';
import { deviceFrame, inTurnedFrame } from './frame';
import { MAX_FILL, paintShape } from './shape-painter';
import { paintTags, type Tag } from './tag';
import type { CanvasTheme } from './theme';

/** The title of a label, or of a point of its skeleton. */
export type LabelTitle = (field: string, label: string, point?: number) => string;

const HANDLE_SIDE = 8;
const ACCENT = '#fff';
/** CSS pixels between a point and the dot in the middle of its edge. */
const MIDDLE_ROOM = 16;
/** How far a point's name stands off it. */
const NAME_ROOM = 8;

/** What is selected, hovered or being drawn: the only layer that a moving pointer repaints. */
export function paintActive(
  context: CanvasRenderingContext2D,
  image: ImageEditor,
  theme: CanvasTheme,
  title: LabelTitle,
): void {
  const { editor, viewport, overlay } = image;
  const { draft, crosshair, hovered, marquee, replaced, snapped, named, sketch } = overlay.content;
  const state = editor.getState();
  const selected = editor.selectedRegions.filter(
    (region) => region.id !== replaced && !isHidden(state, region) && isInSight(region, viewport),
  );
  const over =
    hovered === null || state.selection.includes(hovered) ? undefined : editor.region(hovered);
  const colourOf = (region: Region) => editor.schema.colour(region.field, region.label);
  const linksOf = (region: Region) => editor.schema.links(region.field, region.label);

  if (over && !isHidden(state, over))
    paintShape(
      context,
      over.geometry,
      {
        colour: colourOf(over),
        isStrong: true,
        fill: 0.12,
        links: linksOf(over),
        isDashed: over.predicted !== undefined,
      },
      viewport,
      theme.hairline,
    );
  for (const region of selected) {
    paintShape(
      context,
      region.geometry,
      {
        colour: colourOf(region),
        isStrong: true,
        fill: selected.length > 1 ? 0.14 : 0.1,
        links: linksOf(region),
        isDashed: region.predicted !== undefined,
      },
      viewport,
      theme.hairline,
    );
  }
  overlay.marks?.(context, viewport);
  const single = state.selection.length === 1 ? selected[0] : undefined;
  if (single && editor.canEdit(single)) {
    paintFrame(context, single, viewport);
    paintHandles(context, single, colourOf(single), viewport, theme);
  }
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
      { colour: draft.colour, isStrong: true, fill: MAX_FILL, links: draft.links },
      viewport,
      theme.hairline,
    );
  sketch?.(context, viewport);
  if (marquee) paintMarquee(context, marquee, viewport);
  const label = currentLabel(state);
  if (snapped) paintSnap(context, snapped, viewport);
  if (named)
    paintPointName(
      context,
      named,
      title(named.field, named.label, named.point),
      editor.schema.colour(named.field, named.label),
      viewport,
      theme,
    );
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
  if (!bounds) return [];
  const { field, label, predicted } = region;
  // As sure as the model is: a number is a number in every language.
  const score = typeof predicted === 'number' ? ` ${Math.round(100 * predicted)} %` : '';
  return [{ text: title(field, label) + score, colour, bounds, isForced }];
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
    .filter(
      ({ isPainted }, n) =>
        isPainted && (shape.hasPoints || shortest >= 40 || (shortest >= 14 && n < 4)),
    );
  const k = viewport.pixelRatio;
  if (shortest >= 40) paintMiddles(context, shape.handles(region.geometry), viewport, theme);
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

/** Small dots where a press adds a point; only where the points beside them are far enough apart to be met. */
function paintMiddles(
  context: CanvasRenderingContext2D,
  handles: readonly Handle[],
  viewport: Viewport,
  theme: CanvasTheme,
): void {
  const k = viewport.pixelRatio;
  const points = handles.filter(({ isPoint }) => isPoint).map(({ at }) => viewport.toScreen(at));
  for (const { at, isMiddle } of handles) {
    if (!isMiddle) continue;
    const { x, y } = viewport.toScreen(at);
    if (points.some((point) => Math.hypot(point.x - x, point.y - y) < MIDDLE_ROOM)) continue;
    context.beginPath();
    context.arc(x * k, y * k, 3 * k, 0, 2 * Math.PI);
    context.fillStyle = theme.hairline;
    context.fill();
    context.beginPath();
    context.arc(x * k, y * k, 2 * k, 0, 2 * Math.PI);
    context.fillStyle = theme.handle;
    context.fill();
  }
}

/** A dashed frame around a shape that is moved and made larger by one. */
function paintFrame(
  context: CanvasRenderingContext2D,
  { geometry }: Region,
  viewport: Viewport,
): void {
  const shape = shapeOf(geometry);
  const bounds = shape?.frame?.(geometry);
  if (!bounds || (shape?.handles(geometry).length ?? 0) < 2) return;
  paintDashed(context, bounds, viewport, 'rgb(255 255 255 / 0.75)');
}

/** A ring where a point will lie exactly on a neighbour's outline. */
function paintSnap(context: CanvasRenderingContext2D, at: ImagePoint, viewport: Viewport): void {
  const k = viewport.pixelRatio;
  const { x, y } = viewport.toScreen(at);
  context.beginPath();
  context.arc(x * k, y * k, 7 * k, 0, 2 * Math.PI);
  context.lineWidth = 4 * k;
  context.strokeStyle = 'rgb(10 12 16 / 0.6)';
  context.stroke();
  context.lineWidth = 2 * k;
  context.strokeStyle = ACCENT;
  context.stroke();
}

/** The name of the active point, above it. */
function paintPointName(
  context: CanvasRenderingContext2D,
  { at }: NamedPoint,
  text: string,
  colour: string,
  viewport: Viewport,
  theme: CanvasTheme,
): void {
  const room = viewport.toImageLength(NAME_ROOM);
  const bounds = {
    minX: at.x + room,
    maxX: at.x + room,
    minY: at.y - room,
    maxY: at.y + room,
  };
  paintTags(context, [{ text, colour, bounds, isForced: true }], viewport, theme);
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
  const line = Math.max(1, Math.round(k));
  const reach = context.canvas.width + context.canvas.height;
  context.save();
  context.translate(Math.round(point.x * k), Math.round(point.y * k));
  // Along the image's axes, as what is drawn will be.
  context.rotate((viewport.degrees * Math.PI) / 180);
  context.fillStyle = 'rgb(10 12 16 / 0.35)';
  context.fillRect(-reach, -line, 2 * reach, 3 * line);
  context.fillRect(-line, -reach, 3 * line, 2 * reach);
  context.fillStyle = colour;
  context.fillRect(-reach, 0, 2 * reach, line);
  context.fillRect(0, -reach, line, 2 * reach);
  context.restore();
}

function paintMarquee(
  context: CanvasRenderingContext2D,
  marquee: Bounds,
  viewport: Viewport,
): void {
  inTurnedFrame(context, viewport, () => {
    const { left, top, width, height } = deviceRect(marquee, viewport);
    context.fillStyle = 'rgb(255 255 255 / 0.1)';
    context.fillRect(left, top, width, height);
  });
  paintDashed(context, marquee, viewport, ACCENT);
}

function paintDashed(
  context: CanvasRenderingContext2D,
  bounds: Bounds,
  viewport: Viewport,
  colour: string,
): void {
  const k = viewport.pixelRatio;
  inTurnedFrame(context, viewport, () => {
    const { left, top, width, height } = deviceRect(bounds, viewport);
    context.lineWidth = Math.max(1, Math.round(k));
    context.strokeStyle = 'rgb(10 12 16 / 0.7)';
    context.strokeRect(left, top, width, height);
    context.setLineDash([4 * k, 4 * k]);
    context.strokeStyle = colour;
    context.strokeRect(left, top, width, height);
    context.setLineDash([]);
  });
}

function deviceRect(bounds: Bounds, viewport: Viewport) {
  const { scale, pixelRatio: k } = viewport;
  const frame = deviceFrame(viewport, 1);
  return {
    left: frame.x(bounds.minX),
    top: frame.y(bounds.minY),
    width: Math.round((bounds.maxX - bounds.minX) * scale * k),
    height: Math.round((bounds.maxY - bounds.minY) * scale * k),
  };
}
