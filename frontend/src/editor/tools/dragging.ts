import type { Gesture } from '../core/editor';
import { imagePoint, type ImagePoint, type Size } from '../core/points';
import type { Region } from '../core/value';
import { shapeOf } from '../shapes/registry';
import type { Handle } from '../shapes/shape';
import { CLICK_SLOP, reach, type KeyInput, type PointerInput } from './input';
import { POINTS } from './lazy-codes';
import { ToolState, type ToolHost } from './tool-state';

/** The handle of a selected region under the pointer. */
export function handleAt(
  host: ToolHost,
  input: PointerInput,
): { region: Region; handle: Handle } | null {
  const { editor, viewport } = host;
  const selected = editor.selectedRegions;
  const [region] = selected;
  // With several selected, handles would say that all are reshaped alike.
  if (!region || selected.length > 1 || !editor.canEdit(region)) return null;
  const shape = shapeOf(region.geometry);
  const range = reach(input.kind);
  const handle = shape?.handles(region.geometry).find(({ at }) => {
    const point = viewport.toScreen(at);
    return (
      Math.max(Math.abs(point.x - input.screen.x), Math.abs(point.y - input.screen.y)) <= range
    );
  });
  return handle ? { region, handle } : null;
}

/** The ways that a handle may go, an eighth of a turn apart. */
const WAYS = ['ns-resize', 'nesw-resize', 'ew-resize', 'nwse-resize'];

/** The cursor that shows which way a handle goes in a view that is turned clockwise. */
export function turnedCursor(cursor: string, degrees: number): string {
  const at = WAYS.indexOf(cursor);
  return at < 0 ? cursor : (WAYS[(at + Math.round(degrees / 45)) % WAYS.length] ?? cursor);
}

/** Takes the point of a handle out of its region; false where it is none, or one too few would be left. */
export function removePoint({ editor }: ToolHost, region: Region, handle: Handle): boolean {
  const geometry = shapeOf(region.geometry)?.removePoint?.(region.geometry, handle.id);
  if (!geometry) return false;
  editor.update(new Map([[region.id, { geometry }]]));
  return true;
}

/** Delete with the pointer on a point takes that point out, not the region; false where it is on none. */
export function removePointAt(
  host: ToolHost,
  pointer: PointerInput | null,
  { key, mod }: KeyInput,
): boolean {
  if (mod || !pointer || (key !== 'Delete' && key !== 'Backspace')) return false;
  const caught = handleAt(host, pointer);
  // On the last point that can be spared nothing happens: the whole region was not meant.
  if (!caught?.handle.isPoint) return false;
  removePoint(host, caught.region, caught.handle);
  return true;
}

/** A handle is held; every move reshapes from the geometry that the gesture began with. */
export class DraggingHandle extends ToolState {
  readonly #gesture: Gesture;
  #hasMoved = false;

  constructor(
    host: ToolHost,
    private readonly region: Region,
    private readonly handle: Handle,
    private readonly from: ImagePoint,
    private readonly rest: () => ToolState,
  ) {
    super(host);
    this.#gesture = host.editor.begin();
  }

  override enter(): void {
    const cursor = turnedCursor(this.handle.cursor, this.host.viewport.degrees);
    this.host.overlay.show({ cursor, hovered: null, crosshair: null });
  }

  override pointerMove(input: PointerInput): void {
    const { editor, viewport } = this.host;
    // The handle keeps its distance to the pointer: without that, catching it at its rim would make the region jump.
    const free = imagePoint(
      this.handle.at.x + input.image.x - this.from.x,
      this.handle.at.y + input.image.y - this.from.y,
    );
    const shape = shapeOf(this.region.geometry);
    // Whoever selects an outline to drag its points has the code by then, fetched with the tool.
    const snaps = shape?.rings ? POINTS.now : null;
    const to = snaps?.snapped(this.host, free, input, this.region) ?? free;
    this.#hasMoved = true;
    const geometry = shape?.dragHandle(this.region.geometry, this.handle.id, to, viewport.image);
    if (geometry) editor.update(new Map([[this.region.id, { geometry }]]));
  }

  override exit(): void {
    if (this.host.overlay.content.snapped) this.host.overlay.show({ snapped: null });
  }

  override pointerUp(): ToolState {
    // A click on the middle of an edge adds a point there.
    if (this.handle.isMiddle && !this.#hasMoved) this.#addPoint();
    this.#gesture.commit();
    return this.rest();
  }

  override cancel(): ToolState {
    this.#gesture.cancel();
    return this.rest();
  }

  #addPoint(): void {
    const { editor, viewport } = this.host;
    const { geometry } = this.region;
    const next = shapeOf(geometry)?.dragHandle(
      geometry,
      this.handle.id,
      this.handle.at,
      viewport.image,
    );
    if (next) editor.update(new Map([[this.region.id, { geometry: next }]]));
  }
}

/** The selected regions are held and move together. */
export class DraggingRegions extends ToolState {
  readonly #gesture: Gesture;
  readonly #regions: readonly Region[];

  constructor(
    host: ToolHost,
    private readonly from: ImagePoint,
    private readonly rest: () => ToolState,
  ) {
    super(host);
    this.#regions = host.editor.selectedRegions.filter((region) => host.editor.canEdit(region));
    this.#gesture = host.editor.begin();
  }

  override enter(): void {
    this.host.overlay.show({ cursor: 'move', hovered: null, crosshair: null });
  }

  override pointerMove(input: PointerInput): void {
    const { editor, viewport } = this.host;
    const dx = input.image.x - this.from.x;
    const dy = input.image.y - this.from.y;
    editor.update(moved(this.#regions, dx, dy, viewport.image));
  }

  override pointerUp(): ToolState {
    this.#gesture.commit();
    return this.rest();
  }

  override cancel(): ToolState {
    this.#gesture.cancel();
    return this.rest();
  }
}

/** The patches that move `regions`, each as far as the image lets it. */
export function moved(regions: readonly Region[], dx: number, dy: number, image: Size) {
  return new Map(
    regions.flatMap((region) => {
      const geometry = shapeOf(region.geometry)?.translate(region.geometry, dx, dy, image);
      return geometry && geometry !== region.geometry ? [[region.id, { geometry }] as const] : [];
    }),
  );
}

/** A region was pressed: a click so far, a drag as soon as the pointer has really moved. */
export class PressingRegion extends ToolState {
  constructor(
    host: ToolHost,
    private readonly start: PointerInput,
    private readonly rest: () => ToolState,
  ) {
    super(host);
  }

  override pointerMove(input: PointerInput): ToolState | void {
    const slop = Math.hypot(
      input.screen.x - this.start.screen.x,
      input.screen.y - this.start.screen.y,
    );
    if (slop < CLICK_SLOP || this.host.editor.isReadOnly) return;
    const dragging = new DraggingRegions(this.host, this.start.image, this.rest);
    dragging.pointerMove(input);
    return dragging;
  }

  override pointerUp(): ToolState {
    return this.rest();
  }

  override cancel(): ToolState {
    return this.rest();
  }
}
