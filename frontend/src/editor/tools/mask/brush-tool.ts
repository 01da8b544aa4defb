import { clamp, type ImagePoint, type Size } from '../../core/points';
import { Crosshair } from '../crosshair';
import type { KeyInput, PointerInput, WheelInput } from '../input';
import { ToolState, type Tool, type ToolHost } from '../tool-state';
import { MaskEdit, selectMaskAt } from './mask-edit';
import { maskSketch } from './sketches';

const LEAST = 1;
const MOST = 2000;
/** A pen's rubber end. */
const PEN_ERASER = 5;

/** How wide the brush is, in image pixels. The hand keeps it from item to item, like the tool it is. */
class Brush {
  #diameter: number | null = null;

  /** At first a fortieth of the shorter side: a few strokes fill a thing, and small things can still be met. */
  diameter(image: Size): number {
    return (this.#diameter ??= clamp(
      Math.round(Math.min(image.width, image.height) / 40),
      4,
      MOST,
    ));
  }

  /** A fifth larger or smaller, at least by a pixel. */
  step(image: Size, by: 1 | -1): void {
    const old = this.diameter(image);
    const next = Math.round(by > 0 ? Math.max(old + 1, old * 1.2) : Math.min(old - 1, old / 1.2));
    this.#diameter = clamp(next, LEAST, MOST);
  }

  set(diameter: number): void {
    this.#diameter = clamp(diameter, LEAST, MOST);
  }
}

export const brush = new Brush();

/** What a state does with the brush in its hand, whether it paints with it or not. */
abstract class WithBrush extends ToolState {
  constructor(
    host: ToolHost,
    /** Paints, or takes away. */
    protected readonly isOn: boolean,
  ) {
    super(host);
  }

  protected get radius(): number {
    return brush.diameter(this.host.viewport.image) / 2;
  }

  protected resize(by: 1 | -1): void {
    brush.step(this.host.viewport.image, by);
    this.show();
  }

  /** Square brackets: smaller and larger. */
  protected resizeByKey({ key, mod }: KeyInput): boolean {
    if (mod || (key !== '[' && key !== ']')) return false;
    this.resize(key === ']' ? 1 : -1);
    return true;
  }

  override wheel({ alt, step }: WheelInput): boolean {
    if (alt) this.resize(step);
    return alt;
  }

  protected showHint(): void {
    const size = brush.diameter(this.host.viewport.image);
    const isNew = MaskEdit.selected(this.host) === null;
    const { hint } = this.host.overlay.content;
    const kind = this.isOn ? 'brush' : 'eraser';
    if (hint?.kind === kind && hint.size === size && hint.isNew === isNew) return;
    this.host.overlay.show({ hint: { kind, size, isNew } });
  }

  protected abstract show(): void;
}

class Idle extends WithBrush {
  #at: ImagePoint | null = null;
  #last: ImagePoint | null = null;
  #unsubscribe = (): void => undefined;

  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    this.host.overlay.show({ hovered: null, draft: null, marquee: null, crosshair: null });
    this.#unsubscribe = this.host.editor.subscribe(() => this.showHint());
    this.show();
  }

  override exit(): void {
    this.#unsubscribe();
    this.host.overlay.show({ sketch: null, hint: null, cursor: 'crosshair' });
  }

  override pointerMove(input: PointerInput): void {
    this.#at = input.kind === 'touch' ? null : input.image;
    this.show(input.alt);
  }

  override pointerLeave(): void {
    this.#at = null;
    this.show();
  }

  /** Alt, or the other end of the pen, turns a brush into an eraser for a stroke. Shift goes straight on from the last place. */
  override pointerDown(input: PointerInput): ToolState | void {
    const isRubber = input.button === PEN_ERASER;
    if (input.button !== 0 && !isRubber) return;
    const isOn = this.isOn && !isRubber && !input.alt;
    if (!isOn && !MaskEdit.selected(this.host)) selectMaskAt(this.host, input.image);
    const edit = MaskEdit.begin(this.host, isOn);
    if (!edit) return;
    const from = input.shift && this.#last ? this.#last : input.image;
    return new Stroking(this.host, this.isOn, isOn, edit, input, from);
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (this.resizeByKey(input)) return 'handled';
  }

  override cancel(): ToolState {
    this.host.editor.select([]);
    return this;
  }

  /** Where the last stroke ended. */
  after(last: ImagePoint): this {
    this.#at = this.#last = last;
    return this;
  }

  protected override show(isAlt = false): void {
    this.showHint();
    const at = this.#at;
    const isOn = this.isOn && !isAlt;
    this.host.overlay.show({
      cursor: 'crosshair',
      sketch: at && maskSketch(null, { at, radius: this.radius, isOn }),
    });
  }
}

/** The brush is down. All of it, until the pointer is up, is one step. */
class Stroking extends WithBrush {
  #at: ImagePoint;

  constructor(
    host: ToolHost,
    private readonly restsOn: boolean,
    isOn: boolean,
    private readonly edit: MaskEdit,
    private readonly start: PointerInput,
    from: ImagePoint,
  ) {
    super(host, isOn);
    this.#at = from;
  }

  override enter(): void {
    this.host.overlay.show({
      replaced: this.edit.region?.id ?? null,
      crosshair: null,
      cursor: 'crosshair',
    });
    this.#paintTo(this.start.image, this.start);
    this.show();
  }

  override exit(): void {
    this.host.overlay.show({ sketch: null, replaced: null });
  }

  override pointerMove(input: PointerInput): void {
    for (const point of input.via ?? [input.image]) this.#paintTo(point, input);
    this.show();
  }

  override pointerUp(): ToolState {
    this.edit.commit();
    return new Idle(this.host, this.restsOn).after(this.#at);
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (this.resizeByKey(input)) return 'handled';
  }

  override cancel(): ToolState {
    return new Idle(this.host, this.restsOn);
  }

  #paintTo(to: ImagePoint, { pressure }: PointerInput): void {
    // A pen that presses lightly paints a third of the width.
    const radius = this.radius * (pressure === undefined ? 1 : clamp(1 / 3 + pressure, 1 / 3, 1));
    this.edit.pixels.stroke([this.#at.x, this.#at.y], [to.x, to.y], radius, this.isOn);
    this.#at = to;
  }

  protected override show(): void {
    const { isOn, radius, edit } = this;
    this.host.overlay.show({ sketch: maskSketch(edit, { at: this.#at, radius, isOn }) });
  }
}

/** Without a pointer: arrows move the brush, Space puts it down and lifts it, Enter dabs once or lifts it. */
class Aiming extends WithBrush {
  readonly #crosshair = new Crosshair(this.host);
  #edit: MaskEdit | null = null;

  override get isResting(): boolean {
    return this.#edit === null;
  }

  override enter(): void {
    this.host.overlay.show({ crosshair: this.#crosshair.at, cursor: 'crosshair', hovered: null });
    this.show();
  }

  override exit(): void {
    this.host.overlay.show({ sketch: null, replaced: null, crosshair: null, hint: null });
  }

  override pointerDown(input: PointerInput): ToolState {
    this.#edit = null;
    const idle = new Idle(this.host, this.isOn);
    return idle.pointerDown(input) ?? idle;
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (this.resizeByKey(input)) return 'handled';
    if (input.mod) return;
    const before = this.#crosshair.at;
    if ((input.key === ' ' || input.key === 'Enter') && !input.isRepeat) {
      if (this.#edit) this.#lift();
      else if (this.#putDown() && input.key === 'Enter') this.#lift();
    } else if (this.#crosshair.move(input)) this.#paint(before);
    else if (input.key !== ' ') return;
    this.show();
    return 'handled';
  }

  /** Escape first takes back the stroke, then leaves the mode. */
  override cancel(): ToolState {
    if (!this.#edit) return new Idle(this.host, this.isOn);
    this.#edit = null;
    this.host.overlay.show({ replaced: null });
    this.show();
    return this;
  }

  #putDown(): boolean {
    if (!this.isOn && !MaskEdit.selected(this.host)) selectMaskAt(this.host, this.#crosshair.at);
    this.#edit = MaskEdit.begin(this.host, this.isOn);
    if (!this.#edit) return false;
    this.host.overlay.show({ replaced: this.#edit.region?.id ?? null });
    this.#paint(this.#crosshair.at);
    return true;
  }

  #lift(): void {
    this.#edit?.commit();
    this.#edit = null;
    this.host.overlay.show({ replaced: null });
  }

  #paint(from: ImagePoint): void {
    const { at } = this.#crosshair;
    this.#edit?.pixels.stroke([from.x, from.y], [at.x, at.y], this.radius, this.isOn);
  }

  protected override show(): void {
    this.showHint();
    const { isOn, radius } = this;
    const at = this.#crosshair.at;
    this.host.overlay.show({ sketch: maskSketch(this.#edit, { at, radius, isOn }) });
  }
}

export const brushTool: Tool = (host) => new Idle(host, true);
export const aimBrush: Tool = (host) => new Aiming(host, true);
export const eraserTool: Tool = (host) => new Idle(host, false);
export const aimEraser: Tool = (host) => new Aiming(host, false);
