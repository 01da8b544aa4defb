import { clampToImage, type ImagePoint } from '../../core/points';
import type { SchemaSkeleton } from '../../core/schema';
import { type Keypoint, type KeypointsGeometry } from '../../shapes/keypoints';
import { storedPoint } from '../../shapes/paths';
import { Crosshair } from '../crosshair';
import { DraggingHandle, handleAt, removePointAt, turnedCursor } from '../dragging';
import { finish, labelFor, preview } from '../drawing';
import { CLICK_SLOP, type KeyInput, type PointerInput } from '../input';
import { ToolState, type Tool, type ToolHost } from '../tool-state';
import { boxBetweenPoints, currentSkeleton, skeletonIn } from './skeletons';
import { namePointUnder, setPointUnder, togglePointUnder, visibilityOf } from './visibility';

/** A drag places the whole skeleton in its box; a click sets the first point, and each click after it the next. */
class Idle extends ToolState {
  #last: PointerInput | null = null;

  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    this.host.overlay.show({
      cursor: 'crosshair',
      hovered: null,
      draft: null,
      marquee: null,
      hint: { kind: 'keypoints' },
    });
  }

  override exit(): void {
    this.host.overlay.show({ named: null, hint: null });
  }

  override pointerMove(input: PointerInput): void {
    this.#last = input;
    const caught = handleAt(this.host, input);
    const crosshair = caught || input.kind === 'touch' ? null : input.image;
    const way = caught && turnedCursor(caught.handle.cursor, this.host.viewport.degrees);
    this.host.overlay.show({ cursor: way ?? 'crosshair', crosshair });
    if (!namePointUnder(this.host, input) && !this.host.overlay.content.hint)
      this.host.overlay.show({ hint: { kind: 'keypoints' } });
  }

  override pointerLeave(): void {
    this.#last = null;
    this.host.overlay.show({ crosshair: null, named: null });
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button === 2) return void togglePointUnder(this.host, input);
    if (input.button !== 0) return;
    const caught = input.alt ? null : handleAt(this.host, input);
    if (caught) {
      const rest = () => new Idle(this.host);
      return new DraggingHandle(this.host, caught.region, caught.handle, input.image, rest);
    }
    const skeleton = currentSkeleton(this.host);
    if (skeleton) return new Pressing(this.host, skeleton, input);
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (setPointUnder(this.host, this.#last, input)) return 'handled';
    if (removePointAt(this.host, this.#last, input)) return 'handled';
  }

  override cancel(): ToolState {
    this.host.editor.select([]);
    return this;
  }
}

/** The button is down: so far a click, with a way behind it the box of the skeleton. */
class Pressing extends ToolState {
  constructor(
    host: ToolHost,
    private readonly skeleton: SchemaSkeleton,
    private readonly start: PointerInput,
  ) {
    super(host);
  }

  override enter(): void {
    this.host.editor.select([]);
    this.host.overlay.show({ cursor: 'crosshair', crosshair: null });
  }

  override exit(): void {
    preview(this.host, null);
    this.host.overlay.show({ marquee: null });
  }

  override pointerMove(input: PointerInput): void {
    const isLarge = this.#isLarge(input);
    preview(this.host, isLarge ? this.#skeleton(input) : null);
    this.host.overlay.show({ marquee: isLarge ? this.#box(input) : null });
  }

  override pointerUp(input: PointerInput): ToolState {
    if (this.#isLarge(input)) finish(this.host, this.#skeleton(input));
    else if (this.skeleton.points.length > 1)
      return new Placing(this.host, this.skeleton, this.start.image);
    else finish(this.host, onePoint(this.start.image, this.host));
    return new Idle(this.host);
  }

  override cancel(): ToolState {
    return new Idle(this.host);
  }

  #isLarge({ screen }: PointerInput): boolean {
    const from = this.start.screen;
    return Math.min(Math.abs(screen.x - from.x), Math.abs(screen.y - from.y)) >= CLICK_SLOP;
  }

  #box(input: PointerInput) {
    const { image } = this.host.viewport;
    return boxBetweenPoints(
      clampToImage(this.start.image, image),
      clampToImage(input.image, image),
    );
  }

  #skeleton(input: PointerInput): KeypointsGeometry {
    return skeletonIn(this.skeleton, this.#box(input), this.host.viewport.image);
  }
}

function onePoint(at: ImagePoint, { viewport }: ToolHost): KeypointsGeometry {
  return { type: 'keypoints', keypoints: [[...storedPoint(at, viewport.image), 2]] };
}

/** The points set so far, one after the other in the skeleton's order. */
abstract class OneByOne extends ToolState {
  protected points: readonly Keypoint[] = [];
  /** Whether the next one will be hidden. */
  #isHidden = false;

  constructor(
    host: ToolHost,
    protected readonly skeleton: SchemaSkeleton,
  ) {
    super(host);
  }

  override exit(): void {
    preview(this.host, null);
    this.host.overlay.show({ named: null, hint: null, crosshair: null });
  }

  protected get isWhole(): boolean {
    return this.points.length >= this.skeleton.points.length;
  }

  protected get hasPlaced(): boolean {
    return this.points.some((point) => point[2] > 0);
  }

  protected set(at: ImagePoint, isHidden = this.#isHidden): void {
    const place = storedPoint(at, this.host.viewport.image);
    this.points = [...this.points, [...place, isHidden ? 1 : 2]];
    this.#isHidden = false;
  }

  protected removeLast(): void {
    this.points = this.points.slice(0, -1);
  }

  /** 0 leaves the next point out, 1 and 2 say what it will be. Answers whether it was one of these keys. */
  protected setState(input: KeyInput): boolean {
    const visibility = visibilityOf(input);
    if (visibility === undefined) return false;
    if (visibility === 0) this.points = [...this.points, [0, 0, 0]];
    else this.#isHidden = visibility === 1;
    return true;
  }

  /** The points so far and the next one at `next`, with its name. */
  protected show(next: ImagePoint): void {
    const { overlay, viewport } = this.host;
    const current = labelFor(this.host, 'keypoints');
    const point = this.points.length;
    const count = this.skeleton.points.length;
    const visibility = this.#isHidden ? 1 : 2;
    const at = clampToImage(next, viewport.image);
    const geometry: KeypointsGeometry = {
      type: 'keypoints',
      keypoints: [...this.points, [at.x, at.y, visibility]],
    };
    preview(this.host, geometry);
    if (!current) return;
    overlay.show({
      named: { at, ...current, point },
      hint: { kind: 'keypoint', ...current, point, count, visibility, isPlacing: true },
    });
  }

  /** What was not set is not labelled. */
  protected finish(): void {
    const missing = this.skeleton.points.slice(this.points.length).map((): Keypoint => [0, 0, 0]);
    const geometry: KeypointsGeometry = {
      type: 'keypoints',
      keypoints: [...this.points, ...missing],
    };
    this.points = [];
    preview(this.host, null);
    finish(this.host, geometry);
  }
}

/** Each press sets the next point, of the other button a hidden one. */
class Placing extends OneByOne {
  #next: ImagePoint;

  constructor(host: ToolHost, skeleton: SchemaSkeleton, first: ImagePoint) {
    super(host, skeleton);
    this.#next = first;
  }

  override enter(): void {
    this.host.overlay.show({ cursor: 'crosshair' });
    this.set(this.#next);
    this.show(this.#next);
  }

  override pointerMove(input: PointerInput): void {
    this.#next = input.image;
    this.host.overlay.show({ crosshair: input.kind === 'touch' ? null : input.image });
    this.show(input.image);
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button !== 0 && input.button !== 2) return;
    this.#next = input.image;
    this.set(input.image, input.button === 2 ? true : undefined);
    return this.#after();
  }

  override keyDown(input: KeyInput): ToolState | 'handled' | void {
    const isUndo = input.mod && !input.shift && input.key === 'z';
    if (input.mod && !isUndo) return;
    if (input.key === 'Enter') return this.hasPlaced ? this.#end() : 'handled';
    if (this.setState(input)) return this.#after() ?? 'handled';
    if (!isUndo && input.key !== 'Backspace' && input.key !== 'Delete') return;
    this.removeLast();
    if (this.points.length === 0) return this.cancel();
    this.show(this.#next);
    return 'handled';
  }

  override cancel(): ToolState {
    return new Idle(this.host);
  }

  #after(): ToolState | void {
    if (this.isWhole) return this.hasPlaced ? this.#end() : this.cancel();
    this.show(this.#next);
  }

  #end(): ToolState {
    this.finish();
    return new Idle(this.host);
  }
}

/**
 * Without a pointer: arrows move the crosshair, Space or Enter sets the next point, Enter on the last one ends. `t` sets a corner of
 * a box, and Enter at the opposite one places the whole skeleton in it.
 */
class Aiming extends OneByOne {
  readonly #crosshair = new Crosshair(this.host);
  #corner: ImagePoint | null = null;

  override enter(): void {
    this.host.editor.select([]);
    this.host.overlay.show({ cursor: 'crosshair', crosshair: this.#crosshair.at });
    this.#refresh();
  }

  override exit(): void {
    super.exit();
    this.host.overlay.show({ marquee: null });
  }

  override pointerDown(input: PointerInput): ToolState {
    const idle = new Idle(this.host);
    return idle.pointerDown(input) ?? idle;
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (input.mod) return;
    if ((input.key === 'Enter' || input.key === ' ') && !input.isRepeat) this.#press(input.key);
    else if (input.key === 't' && this.points.length === 0) this.#corner = this.#crosshair.at;
    else if (input.key === 'Backspace' || input.key === 'Delete') this.removeLast();
    else if (!this.#setState(input) && !this.#crosshair.move(input)) return;
    this.#refresh();
    return 'handled';
  }

  /** Escape first takes back what is begun, then leaves the mode. */
  override cancel(): ToolState {
    if (this.points.length === 0 && !this.#corner) return new Idle(this.host);
    this.points = [];
    this.#corner = null;
    this.#refresh();
    return this;
  }

  #setState(input: KeyInput): boolean {
    if (this.#corner || !this.setState(input)) return false;
    if (this.isWhole && this.hasPlaced) this.finish();
    else if (this.isWhole) this.points = [];
    return true;
  }

  #press(key: string): void {
    const { at } = this.#crosshair;
    if (this.#corner) return this.#placeBox(this.#corner, at);
    const last = this.points.at(-1);
    const isAgain = last !== undefined && last[2] > 0 && last[0] === at.x && last[1] === at.y;
    if (isAgain && key === 'Enter') return this.finish();
    if (this.points.length === 0) this.host.editor.select([]);
    if (!isAgain) this.set(at);
    if (this.isWhole) this.finish();
  }

  #placeBox(corner: ImagePoint, at: ImagePoint): void {
    if (corner.x === at.x || corner.y === at.y) return;
    const box = boxBetweenPoints(corner, at);
    this.#corner = null;
    preview(this.host, null);
    finish(this.host, skeletonIn(this.skeleton, box, this.host.viewport.image));
  }

  #refresh(): void {
    const { at } = this.#crosshair;
    const box = this.#corner && boxBetweenPoints(this.#corner, at);
    this.host.overlay.show({ marquee: box });
    if (box) preview(this.host, skeletonIn(this.skeleton, box, this.host.viewport.image));
    else this.show(at);
  }
}

export const keypointsTool: Tool = (host) => new Idle(host);

export const aimKeypoints: Tool = (host) => {
  const skeleton = currentSkeleton(host);
  return skeleton ? new Aiming(host, skeleton) : new Idle(host);
};
