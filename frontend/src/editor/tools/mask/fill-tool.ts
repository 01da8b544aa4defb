import type { ImagePoint } from '../../core/points';
import { Crosshair } from '../crosshair';
import type { KeyInput, PointerInput } from '../input';
import { ToolState, type Tool, type ToolHost } from '../tool-state';
import { MaskEdit, selectMaskAt } from './mask-edit';

/** A place in a hole fills that hole, a place on the mask all of its holes; elsewhere there is nothing to fill, and it is said. */
function fillAt(host: ToolHost, at: ImagePoint): void {
  const [column, row] = [Math.floor(at.x), Math.floor(at.y)];
  if (!MaskEdit.selected(host)) selectMaskAround(host, at);
  const edit = MaskEdit.begin(host, false);
  const isFilled =
    edit !== null &&
    (edit.pixels.has(column, row) ? edit.pixels.fillHoles() : edit.pixels.fillHole(column, row));
  if (isFilled) edit.commit();
  host.overlay.show({ hint: { kind: isFilled ? 'fill' : 'no-hole' } });
}

/** The mask under a place, else the smallest one around it that has a hole there. */
function selectMaskAround(host: ToolHost, at: ImagePoint): void {
  const { editor, index } = host;
  selectMaskAt(host, at);
  if (MaskEdit.selected(host)) return;
  const around = index.search({ minX: at.x, minY: at.y, maxX: at.x, maxY: at.y });
  for (const region of around) {
    if (region.geometry.type !== 'mask') continue;
    editor.select([region.id]);
    const edit = MaskEdit.begin(host, false);
    if (edit?.pixels.fillHole(Math.floor(at.x), Math.floor(at.y))) return;
  }
  editor.select([]);
}

class Idle extends ToolState {
  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    this.host.overlay.show({
      cursor: 'crosshair',
      hovered: null,
      draft: null,
      marquee: null,
      hint: { kind: 'fill' },
    });
  }

  override exit(): void {
    this.host.overlay.show({ hint: null, crosshair: null });
  }

  override pointerMove(input: PointerInput): void {
    this.host.overlay.show({ crosshair: input.kind === 'touch' ? null : input.image });
  }

  override pointerLeave(): void {
    this.host.overlay.show({ crosshair: null });
  }

  override pointerDown(input: PointerInput): void {
    if (input.button === 0) fillAt(this.host, input.image);
  }

  override cancel(): ToolState {
    this.host.editor.select([]);
    return this;
  }
}

/** Without a pointer: arrows move the crosshair, Enter or Space fills. */
class Aiming extends ToolState {
  readonly #crosshair = new Crosshair(this.host);

  override enter(): void {
    this.host.overlay.show({ crosshair: this.#crosshair.at, hint: { kind: 'fill' } });
  }

  override exit(): void {
    this.host.overlay.show({ crosshair: null, hint: null });
  }

  override pointerDown(input: PointerInput): ToolState {
    const idle = new Idle(this.host);
    idle.pointerDown(input);
    return idle;
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (input.mod) return;
    if ((input.key === 'Enter' || input.key === ' ') && !input.isRepeat)
      fillAt(this.host, this.#crosshair.at);
    else if (!this.#crosshair.move(input)) return;
    return 'handled';
  }

  override cancel(): ToolState {
    return new Idle(this.host);
  }
}

export const fillTool: Tool = (host) => new Idle(host);
export const aimFill: Tool = (host) => new Aiming(host);
