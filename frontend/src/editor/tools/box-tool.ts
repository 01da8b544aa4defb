import { clampToImage, imagePoint, type ImagePoint, type Size } from '../core/points';
import type { Geometry } from '../core/value';
import { boxBetween } from '../shapes/box';
import type { RotatedBoxGeometry } from '../shapes/rotated-box';
import { arrowStep } from './arrow-step';
import { DraggingHandle, handleAt, turnedCursor } from './dragging';
import { canDraw, finish, preview } from './drawing';
import { CLICK_SLOP, type KeyInput, type PointerInput } from './input';
import { ToolState, type Tool, type ToolHost } from './tool-state';

/** What two corners make. */
interface BoxKind {
  readonly type: string;
  readonly between: (a: ImagePoint, b: ImagePoint, image: Size) => Geometry;
}

/** Waits for the first corner; the crosshair shows where its lines will be. */
class Idle extends ToolState {
  constructor(
    host: ToolHost,
    private readonly kind: BoxKind,
  ) {
    super(host);
  }

  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    this.host.overlay.show({ cursor: 'crosshair', hovered: null, draft: null, marquee: null });
  }

  override pointerMove(input: PointerInput): void {
    const caught = handleAt(this.host, input);
    const crosshair = caught || input.kind === 'touch' ? null : input.image;
    const way = caught && turnedCursor(caught.handle.cursor, this.host.viewport.degrees);
    this.host.overlay.show({ cursor: way ?? 'crosshair', crosshair });
  }

  override pointerLeave(): void {
    this.host.overlay.show({ crosshair: null });
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button !== 0) return;
    // A box just drawn is put right at once, without changing the tool; Alt draws over its handles.
    const caught = input.alt ? null : handleAt(this.host, input);
    if (caught)
      return new DraggingHandle(
        this.host,
        caught.region,
        caught.handle,
        input.image,
        () => new Idle(this.host, this.kind),
      );
    if (!canDraw(this.host, this.kind.type)) return;
    return new Drawing(this.host, this.kind, input);
  }

  override cancel(): ToolState {
    this.host.editor.select([]);
    return this;
  }
}

/** The first corner is set. Pressed and dragged, release sets the other; clicked, the next click does. */
class Drawing extends ToolState {
  #isClicking = false;

  constructor(
    host: ToolHost,
    private readonly kind: BoxKind,
    private readonly start: PointerInput,
  ) {
    super(host);
  }

  override enter(): void {
    this.host.editor.select([]);
    this.host.overlay.show({ cursor: 'crosshair', crosshair: this.#crosshair(this.start) });
  }

  override exit(): void {
    preview(this.host, null);
  }

  override pointerMove(input: PointerInput): void {
    this.host.overlay.show({ crosshair: this.#crosshair(input) });
    preview(this.host, this.#isLarge(input) ? this.#box(input) : null);
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button === 2) return this.cancel();
    if (input.button === 0) this.pointerMove(input);
  }

  override pointerUp(input: PointerInput): ToolState | void {
    if (this.#isLarge(input)) {
      finish(this.host, this.#box(input));
      return new Idle(this.host, this.kind);
    }
    // A tap of a finger is no corner: there is no hovering to aim the second one with.
    if (this.#isClicking || input.kind === 'touch') return this.cancel();
    this.#isClicking = true;
  }

  override cancel(): ToolState {
    return new Idle(this.host, this.kind);
  }

  /** On the screen, not in the image: what counts is whether the hand meant to draw. */
  #isLarge({ image, screen }: PointerInput): boolean {
    const { viewport } = this.host;
    const { start } = this;
    const far = (a: number, b: number) => Math.abs(a - b) >= CLICK_SLOP;
    // Turned, the box has other sides than what the hand went along the screen. After panning or zooming between two clicks the
    // first corner is elsewhere on the screen.
    if (viewport.degrees !== 0 || this.#isClicking) {
      const { scale } = viewport;
      return (
        far(image.x * scale, start.image.x * scale) && far(image.y * scale, start.image.y * scale)
      );
    }
    return far(screen.x, start.screen.x) && far(screen.y, start.screen.y);
  }

  #box(input: PointerInput): Geometry {
    return this.kind.between(this.start.image, input.image, this.host.viewport.image);
  }

  #crosshair(input: PointerInput): ImagePoint | null {
    return input.kind === 'touch' ? null : input.image;
  }
}

/** Drawing without a pointer: arrows move the crosshair, Enter or Space sets a corner. */
class Aiming extends ToolState {
  #at: ImagePoint;
  #anchor: ImagePoint | null = null;
  #held = 0;

  constructor(
    host: ToolHost,
    private readonly kind: BoxKind,
  ) {
    super(host);
    const { visible, image } = host.viewport;
    const middle = imagePoint(
      Math.round((visible.minX + visible.maxX) / 2),
      Math.round((visible.minY + visible.maxY) / 2),
    );
    this.#at = clampToImage(host.overlay.content.crosshair ?? middle, image);
    this.#at = imagePoint(Math.round(this.#at.x), Math.round(this.#at.y));
  }

  override enter(): void {
    this.host.editor.select([]);
    this.host.overlay.show({ cursor: 'crosshair', crosshair: this.#at });
  }

  override exit(): void {
    preview(this.host, null);
    this.host.overlay.show({ crosshair: null });
  }

  override pointerDown(input: PointerInput): ToolState | void {
    return new Idle(this.host, this.kind).pointerDown(input) ?? new Idle(this.host, this.kind);
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (input.mod) return;
    if ((input.key === 'Enter' || input.key === ' ') && !input.isRepeat) {
      this.#setCorner();
      return 'handled';
    }
    this.#held = input.isRepeat ? this.#held + 1 : 0;
    const step = arrowStep(input, this.host.viewport, this.#held);
    if (!step) return;
    this.#moveTo(imagePoint(this.#at.x + step.dx, this.#at.y + step.dy));
    return 'handled';
  }

  /** Escape first takes back the corner, then leaves the mode. */
  override cancel(): ToolState {
    if (!this.#anchor) return new Idle(this.host, this.kind);
    this.#anchor = null;
    preview(this.host, null);
    return this;
  }

  #moveTo(point: ImagePoint): void {
    const { viewport, overlay } = this.host;
    this.#at = clampToImage(point, viewport.image);
    viewport.reveal(this.#at);
    overlay.show({ crosshair: this.#at });
    if (this.#anchor) preview(this.host, this.kind.between(this.#anchor, this.#at, viewport.image));
  }

  #setCorner(): void {
    const anchor = this.#anchor;
    if (!anchor) {
      this.#anchor = this.#at;
      this.host.editor.select([]);
      return;
    }
    if (anchor.x === this.#at.x || anchor.y === this.#at.y) return;
    this.#anchor = null;
    preview(this.host, null);
    finish(this.host, this.kind.between(anchor, this.#at, this.host.viewport.image));
  }
}

const BOX: BoxKind = { type: 'box', between: boxBetween };
/** Drawn upright; the handle above it turns it. */
const ROTATED: BoxKind = {
  type: 'rotated_box',
  between: (a, b, image): RotatedBoxGeometry => ({
    type: 'rotated_box',
    rotated_box: [...boxBetween(a, b, image).box, 0],
  }),
};

export const boxTool: Tool = (host) => new Idle(host, BOX);
export const aimBox: Tool = (host) => new Aiming(host, BOX);
export const rotatedBoxTool: Tool = (host) => new Idle(host, ROTATED);
export const aimRotatedBox: Tool = (host) => new Aiming(host, ROTATED);
