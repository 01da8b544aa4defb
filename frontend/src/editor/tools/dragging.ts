import type { Gesture } from '../core/editor';
import { imagePoint, type ImagePoint, type Size } from '../core/points';
import type { Region } from '../core/value';
import { shapeOf } from '../shapes/registry';
import type { Handle } from '../shapes/shape';
import { CLICK_SLOP, reach, type PointerInput } from './input';
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

/** A handle is held; every move reshapes from the geometry that the gesture began with. */
export class DraggingHandle extends ToolState {
  readonly #gesture: Gesture;

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
    this.host.overlay.show({ cursor: this.handle.cursor, hovered: null, crosshair: null });
  }

  override pointerMove(input: PointerInput): void {
    const { editor, viewport } = this.host;
    // The handle keeps its distance to the pointer: without that, catching it at its rim would make the region jump.
    const to = imagePoint(
      this.handle.at.x + input.image.x - this.from.x,
      this.handle.at.y + input.image.y - this.from.y,
    );
    const geometry = shapeOf(this.region.geometry)?.dragHandle(
      this.region.geometry,
      this.handle.id,
      to,
      viewport.image,
    );
    if (geometry) editor.update(new Map([[this.region.id, { geometry }]]));
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
      return geometry ? [[region.id, { geometry }] as const] : [];
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
