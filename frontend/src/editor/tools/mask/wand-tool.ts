import { clamp, type ImagePoint } from '../../core/points';
import { canDraw } from '../drawing';
import { Crosshair } from '../crosshair';
import type { KeyInput, PointerInput, WheelInput } from '../input';
import { ToolState, type Tool, type ToolHost } from '../tool-state';
import { flood } from './flood';
import { MaskEdit } from './mask-edit';
import { maskSketch } from './sketches';

const MOST = 255;
/** So many CSS pixels to the right make the tolerance larger by one. */
const PIXELS_PER_STEP = 3;

/** Kept from item to item: images of one set are alike. */
let tolerance = 24;

/** A place was touched: what is like it shows, more or less of it as the tolerance goes, until it is taken or left. */
class Wand {
  #edit: MaskEdit;
  readonly #before;

  private constructor(
    private readonly host: ToolHost,
    edit: MaskEdit,
    private readonly at: ImagePoint,
  ) {
    this.#edit = edit;
    this.#before = edit.pixels;
  }

  static touch(host: ToolHost, at: ImagePoint): Wand | null {
    if (!host.pixels()) {
      host.overlay.show({ hint: { kind: 'no-pixels' } });
      return null;
    }
    const edit = MaskEdit.begin(host, true);
    return edit && new Wand(host, edit, at).show();
  }

  /** Shows what the tolerance of now would take. */
  show(): this {
    const colours = this.host.pixels();
    if (!colours) return this;
    const { x, y } = this.at;
    const found = flood(colours, Math.floor(x), Math.floor(y), tolerance);
    this.#edit.pixels = this.#before.copy();
    this.#edit.pixels.add(found);
    this.host.overlay.show({
      sketch: maskSketch(this.#edit, null),
      replaced: this.#edit.region?.id ?? null,
    });
    return this;
  }

  take(): void {
    this.hide();
    this.#edit.commit();
  }

  hide(): void {
    this.host.overlay.show({ sketch: null, replaced: null });
  }
}

function setTolerance(next: number): boolean {
  const old = tolerance;
  tolerance = clamp(Math.round(next), 0, MOST);
  return tolerance !== old;
}

/** What both ways of using the wand share: the tolerance by bracket keys and wheel. */
abstract class WithTolerance extends ToolState {
  protected abstract show(): void;

  override wheel({ alt, step }: WheelInput): boolean {
    if (alt) this.#step(step);
    return alt;
  }

  protected stepByKey({ key, mod, shift }: KeyInput): boolean {
    if (mod || (key !== '[' && key !== ']' && key !== '{' && key !== '}')) return false;
    this.#step(key === ']' || key === '}' ? 1 : -1, shift ? 10 : 2);
    return true;
  }

  protected showHint(): void {
    const isNew = MaskEdit.selected(this.host) === null;
    const { hint } = this.host.overlay.content;
    if (hint?.kind === 'wand' && hint.tolerance === tolerance && hint.isNew === isNew) return;
    this.host.overlay.show({ hint: { kind: 'wand', tolerance, isNew } });
  }

  #step(by: 1 | -1, size = 2): void {
    if (setTolerance(tolerance + by * size)) this.show();
  }
}

class Idle extends WithTolerance {
  #unsubscribe = (): void => undefined;

  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    this.host.overlay.show({ cursor: 'crosshair', hovered: null, draft: null, marquee: null });
    this.#unsubscribe = this.host.editor.subscribe(() => this.showHint());
    this.showHint();
  }

  override exit(): void {
    this.#unsubscribe();
    this.host.overlay.show({ crosshair: null, hint: null });
  }

  override pointerMove(input: PointerInput): void {
    this.host.overlay.show({ crosshair: input.kind === 'touch' ? null : input.image });
  }

  override pointerLeave(): void {
    this.host.overlay.show({ crosshair: null });
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button !== 0) return;
    if (!MaskEdit.selected(this.host) && !canDraw(this.host, 'mask')) return;
    const wand = Wand.touch(this.host, input.image);
    if (wand) return new Holding(this.host, wand, input);
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (this.stepByKey(input)) return 'handled';
  }

  override cancel(): ToolState {
    this.host.editor.select([]);
    return this;
  }

  protected override show(): void {
    this.showHint();
  }
}

/** The button is down: to the right takes more, to the left less; letting go takes what shows. */
class Holding extends WithTolerance {
  readonly #from = tolerance;

  constructor(
    host: ToolHost,
    private readonly wand: Wand,
    private readonly start: PointerInput,
  ) {
    super(host);
  }

  override enter(): void {
    this.host.overlay.show({ cursor: 'ew-resize' });
    this.showHint();
  }

  override exit(): void {
    this.wand.hide();
  }

  override pointerMove(input: PointerInput): void {
    const steps = (input.screen.x - this.start.screen.x) / PIXELS_PER_STEP;
    if (Math.abs(steps) >= 1 && setTolerance(this.#from + Math.trunc(steps))) this.show();
  }

  override pointerUp(): ToolState {
    this.wand.take();
    return new Idle(this.host);
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (this.stepByKey(input)) return 'handled';
  }

  override cancel(): ToolState {
    return new Idle(this.host);
  }

  protected override show(): void {
    this.showHint();
    this.wand.show();
  }
}

/** Without a pointer: arrows move the crosshair, Space shows what is like that place, brackets take more or less, Enter takes it. */
class Aiming extends WithTolerance {
  readonly #crosshair = new Crosshair(this.host);
  #wand: Wand | null = null;

  override get isResting(): boolean {
    return this.#wand === null;
  }

  override enter(): void {
    this.host.overlay.show({ crosshair: this.#crosshair.at });
    this.showHint();
  }

  override exit(): void {
    this.#wand?.hide();
    this.host.overlay.show({ crosshair: null, hint: null });
  }

  override pointerDown(input: PointerInput): ToolState {
    this.#wand?.hide();
    this.#wand = null;
    const idle = new Idle(this.host);
    return idle.pointerDown(input) ?? idle;
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (this.stepByKey(input)) return 'handled';
    if (input.mod) return;
    if (input.key === ' ' && !input.isRepeat) this.#touch();
    else if (input.key === 'Enter' && !input.isRepeat) this.#take();
    else if (this.#crosshair.move(input)) this.#drop();
    else return;
    return 'handled';
  }

  override cancel(): ToolState {
    if (!this.#wand) return new Idle(this.host);
    this.#drop();
    return this;
  }

  protected override show(): void {
    this.showHint();
    this.#wand?.show();
  }

  #touch(): void {
    this.#drop();
    this.#wand = Wand.touch(this.host, this.#crosshair.at);
  }

  #take(): void {
    if (!this.#wand) this.#touch();
    this.#wand?.take();
    this.#wand = null;
  }

  #drop(): void {
    this.#wand?.hide();
    this.#wand = null;
  }
}

export const wandTool: Tool = (host) => new Idle(host);
export const aimWand: Tool = (host) => new Aiming(host);
