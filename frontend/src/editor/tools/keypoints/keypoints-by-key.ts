import { imagePoint } from '../../core/points';
import { keypoints, withPoint } from '../../shapes/keypoints';
import { arrowStep } from '../arrow-step';
import { ByKey } from '../by-key';
import type { KeyInput } from '../input';
import type { ToolState } from '../tool-state';
import { expectedPlace, isKeypoints, showPoint, type KeypointsRegion } from './skeletons';
import { setVisibility, visibilityOf } from './visibility';

/**
 * The points of a skeleton without a pointer: Tab goes through all of them, placed or not, arrows move the one at hand, and 2, 1
 * and 0 say whether it is visible, hidden or not labelled. Escape and Enter leave.
 */
export class KeypointsByKey extends ByKey {
  #at = 0;
  #held = 0;

  override exit(): void {
    this.host.overlay.show({ crosshair: null, named: null, hint: null });
  }

  override keyDown(input: KeyInput): ToolState | 'handled' | void {
    const region = this.#region;
    if (!region || input.key === 'Enter') return this.cancel();
    if (input.mod) return;
    const visibility = visibilityOf(input);
    if (input.key === 'Tab') this.#go(input.shift ? -1 : 1);
    else if (visibility !== undefined) setVisibility(this.host, region, this.#at, visibility);
    else if (input.key === 'Delete' || input.key === 'Backspace')
      setVisibility(this.host, region, this.#at, 0);
    else if (!this.#move(region, input)) return;
    this.show();
    return 'handled';
  }

  get #region(): KeypointsRegion | null {
    const region = this.host.editor.region(this.id);
    return region && isKeypoints(region) ? region : null;
  }

  #go(by: number): void {
    const length = this.#region?.geometry.keypoints.length ?? 1;
    this.#at = (this.#at + by + length) % length;
  }

  protected override show(): void {
    const region = this.#region;
    const [x = 0, y = 0, visibility = 0] = region?.geometry.keypoints[this.#at] ?? [];
    const crosshair = visibility > 0 ? imagePoint(x, y) : null;
    if (crosshair) this.host.viewport.reveal(crosshair);
    this.host.overlay.show({ crosshair });
    if (region) showPoint(this.host, region, this.#at);
  }

  #move(region: KeypointsRegion, input: KeyInput): boolean {
    this.#held = input.isRepeat ? this.#held + 1 : 0;
    const { editor, viewport } = this.host;
    const step = arrowStep(input, viewport, this.#held);
    if (!step) return false;
    const skeleton = editor.schema.label(region.field, region.label)?.skeleton;
    const [x = 0, y = 0, visibility = 0] = region.geometry.keypoints[this.#at] ?? [];
    // One that is not placed comes into being where it is expected, and goes on from there.
    const isNew = visibility === 0 && skeleton;
    const [fromX, fromY] = isNew
      ? expectedPlace(skeleton, region.geometry, this.#at, viewport.image)
      : [x, y];
    const start = isNew ? withPoint(region.geometry, this.#at, [fromX, fromY], 2) : region.geometry;
    const to = imagePoint(fromX + step.dx, fromY + step.dy);
    const geometry = keypoints.dragHandle(start, String(this.#at), to, viewport.image);
    editor.update(new Map([[region.id, { geometry }]]), { continues: input.isRepeat });
    return true;
  }
}
