import type { Region } from '../core/value';
import { imagePoint } from '../core/points';
import { shapeOf } from '../shapes/registry';
import type { Handle } from '../shapes/shape';
import { arrowStep } from './arrow-step';
import { ByKey } from './by-key';
import type { KeyInput } from './input';
import type { ToolState } from './tool-state';

/**
 * The points of a region without a pointer: Tab goes through them, arrows move the one at hand, Insert adds one in the middle of
 * the edge after it, Delete takes it out. Escape and Enter leave.
 */
export class PointsByKey extends ByKey {
  #at = 0;
  #held = 0;

  override exit(): void {
    this.host.overlay.show({ crosshair: null });
  }

  override keyDown(input: KeyInput): ToolState | 'handled' | void {
    const region = this.host.editor.region(this.id);
    if (!region || input.key === 'Enter') return this.cancel();
    if (input.mod) return;
    if (input.key === 'Tab') this.#go(input.shift ? -1 : 1);
    else if (input.key === 'Insert' || input.key === 'i') this.#insert(region);
    else if (input.key === 'Delete' || input.key === 'Backspace') this.#remove(region);
    else if (!this.#move(region, input)) return;
    this.show();
    return 'handled';
  }

  #points(): readonly Handle[] {
    const geometry = this.host.editor.region(this.id)?.geometry;
    const handles = geometry ? shapeOf(geometry)?.handles(geometry) : undefined;
    return (handles ?? []).filter(({ isPoint }) => isPoint);
  }

  #go(by: number): void {
    const { length } = this.#points();
    this.#at = length ? (this.#at + by + length) % length : 0;
  }

  protected override show(): void {
    const points = this.#points();
    this.#at = Math.min(this.#at, Math.max(0, points.length - 1));
    const at = points[this.#at]?.at ?? null;
    if (at) this.host.viewport.reveal(at);
    this.host.overlay.show({ crosshair: at });
  }

  #move(region: Region, input: KeyInput): boolean {
    this.#held = input.isRepeat ? this.#held + 1 : 0;
    const step = arrowStep(input, this.host.viewport, this.#held);
    const handle = this.#points()[this.#at];
    if (!step || !handle) return false;
    this.#drag(region, handle.id, imagePoint(handle.at.x + step.dx, handle.at.y + step.dy), {
      continues: input.isRepeat,
    });
    return true;
  }

  #insert(region: Region): void {
    const id = `${this.#points()[this.#at]?.id}+`;
    const middle = shapeOf(region.geometry)
      ?.handles(region.geometry)
      .find((handle) => handle.id === id);
    if (!middle) return;
    this.#drag(region, middle.id, middle.at);
    this.#at += 1;
  }

  #remove(region: Region): void {
    const handle = this.#points()[this.#at];
    const geometry = handle && shapeOf(region.geometry)?.removePoint?.(region.geometry, handle.id);
    if (geometry) this.host.editor.update(new Map([[region.id, { geometry }]]));
  }

  #drag(region: Region, handle: string, to: Handle['at'], options = {}): void {
    const { editor, viewport } = this.host;
    const shape = shapeOf(region.geometry);
    const geometry = shape?.dragHandle(region.geometry, handle, to, viewport.image);
    if (geometry) editor.update(new Map([[region.id, { geometry }]]), options);
  }
}
