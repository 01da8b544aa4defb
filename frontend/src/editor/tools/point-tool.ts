import type { ImagePoint } from '../core/points';
import { storedPoint } from '../shapes/paths';
import type { PointGeometry } from '../shapes/point';
import { Crosshair } from './crosshair';
import { PressingRegion } from './dragging';
import { canDraw, finish } from './drawing';
import { reach, type KeyInput, type PointerInput } from './input';
import { ToolState, type Tool, type ToolHost } from './tool-state';

function place(host: ToolHost, at: ImagePoint): void {
  if (!canDraw(host, 'point')) return;
  const geometry: PointGeometry = { type: 'point', point: storedPoint(at, host.viewport.image) };
  finish(host, geometry);
}

/** A press sets a point, unless it is on the selected one, which is moved. */
class Idle extends ToolState {
  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    this.host.overlay.show({ cursor: 'crosshair', hovered: null, draft: null, marquee: null });
  }

  override pointerMove(input: PointerInput): void {
    this.host.overlay.show({ crosshair: input.kind === 'touch' ? null : input.image });
  }

  override pointerLeave(): void {
    this.host.overlay.show({ crosshair: null });
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button !== 0) return;
    const { editor, index, viewport } = this.host;
    const { selection } = editor.getState();
    const isOnSelected = index
      .hitAll(input.image, viewport.toImageLength(reach(input.kind)))
      .some(({ id }) => selection.includes(id));
    if (isOnSelected && !input.alt)
      return new PressingRegion(this.host, input, () => new Idle(this.host));
    place(this.host, input.image);
  }

  override cancel(): ToolState {
    this.host.editor.select([]);
    return this;
  }
}

/** Without a pointer: arrows move the crosshair, Enter or Space sets a point. */
class Aiming extends ToolState {
  readonly #crosshair = new Crosshair(this.host);

  override enter(): void {
    this.host.editor.select([]);
    this.host.overlay.show({ cursor: 'crosshair', crosshair: this.#crosshair.at });
  }

  override exit(): void {
    this.host.overlay.show({ crosshair: null });
  }

  override pointerDown(input: PointerInput): ToolState {
    const idle = new Idle(this.host);
    return idle.pointerDown(input) ?? idle;
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (input.mod) return;
    if ((input.key === 'Enter' || input.key === ' ') && !input.isRepeat)
      place(this.host, this.#crosshair.at);
    else if (!this.#crosshair.move(input)) return;
    return 'handled';
  }

  override cancel(): ToolState {
    return new Idle(this.host);
  }
}

export const pointTool: Tool = (host) => new Idle(host);
export const aimPoint: Tool = (host) => new Aiming(host);
