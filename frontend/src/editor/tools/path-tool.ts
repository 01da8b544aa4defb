import { clampToImage, type ImagePoint } from '../core/points';
import type { Geometry } from '../core/value';
import type { PolygonGeometry } from '../shapes/polygon';
import type { PolylineGeometry } from '../shapes/polyline';
import { storedPoints } from '../shapes/ring-shape';
import { Crosshair } from './crosshair';
import { DraggingHandle, handleAt, removePointAt, turnedCursor } from './dragging';
import { canDraw, finish, preview } from './drawing';
import { CLICK_SLOP, reach, type KeyInput, type PointerInput } from './input';
import type { Hint } from '../render/overlay';
import { nearest, snapped } from './snapping';
import { ToolState, type Tool, type ToolHost } from './tool-state';

/** What a row of points makes. */
export interface PathKind {
  /** The geometry whose label lends its colour; what is drawn becomes one, unless `finish` does something else with it. */
  readonly type: string;
  /** As many points as it must have. */
  readonly least: number;
  /** A press on the first point ends it. */
  readonly isClosed: boolean;
  readonly through: (points: PolylineGeometry['points']) => Geometry;
  /** Points catch on the outlines of neighbours. */
  readonly snaps: boolean;
  /** What the path is for when it is no region of its own. `isInverse` with Alt at the end. */
  readonly finish?: (
    host: ToolHost,
    points: PolylineGeometry['points'],
    isInverse: boolean,
  ) => void;
  /** Whether it can be begun; without this, when the current label is drawn like that. */
  readonly canStart?: (host: ToolHost) => boolean;
  /** The colour of the path while it is drawn; without this the current label's. */
  readonly colour?: (host: ToolHost) => string;
  readonly hint?: Hint;
}

function canStart(host: ToolHost, kind: PathKind): boolean {
  return kind.canStart?.(host) ?? canDraw(host, kind.type);
}

/** How far a crosshair jumps to a neighbour's outline, in CSS pixels. */
const JUMP = 64;

/** Waits for the first point. */
class Idle extends ToolState {
  #last: PointerInput | null = null;

  constructor(
    host: ToolHost,
    private readonly kind: PathKind,
  ) {
    super(host);
  }

  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    const { hint = null } = this.kind;
    const { overlay } = this.host;
    overlay.show({ cursor: 'crosshair', hovered: null, draft: null, marquee: null });
    // What the last path came to is not taken back before the next one.
    if (!overlay.content.hint) overlay.show({ hint });
  }

  override exit(): void {
    this.host.overlay.show({ hint: this.kind.hint ?? null, snapped: null });
  }

  override pointerMove(input: PointerInput): void {
    this.#last = input;
    const caught = this.kind.finish ? null : handleAt(this.host, input);
    if (this.kind.snaps && !caught) snapped(this.host, input.image, input);
    const crosshair = caught || input.kind === 'touch' ? null : input.image;
    const way = caught && turnedCursor(caught.handle.cursor, this.host.viewport.degrees);
    this.host.overlay.show({ cursor: way ?? 'crosshair', crosshair });
  }

  override pointerLeave(): void {
    this.#last = null;
    this.host.overlay.show({ crosshair: null, snapped: null });
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (removePointAt(this.host, this.#last, input)) return 'handled';
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button !== 0) return;
    // What was just drawn is put right at once, without changing the tool; Alt draws over its handles.
    const caught = input.alt || this.kind.finish ? null : handleAt(this.host, input);
    const rest = () => new Idle(this.host, this.kind);
    if (caught)
      return new DraggingHandle(this.host, caught.region, caught.handle, input.image, rest);
    if (canStart(this.host, this.kind)) return new Placing(this.host, this.kind, input);
  }

  override cancel(): ToolState {
    this.host.editor.select([]);
    return this;
  }
}

/** The points so far. Enter ends the path, Backspace takes the last point back, Escape all of them. */
abstract class Path extends ToolState {
  protected points: readonly ImagePoint[] = [];

  constructor(
    host: ToolHost,
    protected readonly kind: PathKind,
  ) {
    super(host);
  }

  override enter(): void {
    // What a path does to the selected one needs it selected.
    if (!this.kind.finish) this.host.editor.select([]);
    this.host.overlay.show({ hint: this.kind.hint ?? null });
  }

  override exit(): void {
    preview(this.host, null);
    this.host.overlay.show({ snapped: null });
  }

  protected add(point: ImagePoint): void {
    this.points = [...this.points, clampToImage(point, this.host.viewport.image)];
    this.show(point);
  }

  protected removeLast(): void {
    this.points = this.points.slice(0, -1);
  }

  protected get isEnough(): boolean {
    return this.points.length >= this.kind.least;
  }

  /** The path so far, on to where the next point would be. */
  protected show(next: ImagePoint): void {
    const { image } = this.host.viewport;
    const points = storedPoints([...this.points, clampToImage(next, image)], image);
    const isWhole = this.kind.isClosed && points.length >= this.kind.least;
    const line: PolylineGeometry = { type: 'polyline', points };
    const colour = this.kind.colour?.(this.host);
    preview(this.host, isWhole ? this.kind.through(points) : line, this.kind.type, colour);
  }

  protected finish(isInverse = false): void {
    const points = storedPoints(this.points, this.host.viewport.image);
    this.points = [];
    preview(this.host, null);
    if (this.kind.finish) this.kind.finish(this.host, points, isInverse);
    else finish(this.host, this.kind.through(points));
  }
}

/** Each press sets a point; a press on the last one (a double click) or on the first of an outline ends it. */
class Placing extends Path {
  #next: ImagePoint;

  constructor(host: ToolHost, kind: PathKind, first: PointerInput) {
    super(host, kind);
    this.#next = this.#spot(first);
  }

  override enter(): void {
    super.enter();
    this.host.overlay.show({ cursor: 'crosshair' });
    this.add(this.#next);
  }

  override pointerMove(input: PointerInput): void {
    this.#next = this.#spot(input);
    this.host.overlay.show({ crosshair: input.kind === 'touch' ? null : this.#next });
    this.show(this.#next);
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button === 2) return this.cancel();
    if (input.button !== 0) return;
    const first = this.kind.isClosed && this.#isAt(this.points[0], input, reach(input.kind));
    const isAgain = this.#isAt(this.points.at(-1), input, CLICK_SLOP);
    if (!first && !isAgain) return this.add(this.#spot(input));
    if (this.isEnough) return this.#end(input.alt);
  }

  override keyDown(input: KeyInput): ToolState | 'handled' | void {
    const isUndo = input.mod && !input.shift && input.key === 'z';
    if (input.mod && !isUndo) return;
    if (input.key === 'Enter') return this.isEnough ? this.#end(input.alt) : 'handled';
    if (!isUndo && input.key !== 'Backspace' && input.key !== 'Delete') return;
    this.removeLast();
    if (this.points.length === 0) return this.cancel();
    this.show(this.#next);
    return 'handled';
  }

  override cancel(): ToolState {
    return new Idle(this.host, this.kind);
  }

  /** On a neighbour's outline, where the kind snaps to those. */
  #spot(input: PointerInput): ImagePoint {
    return this.kind.snaps ? snapped(this.host, input.image, input) : input.image;
  }

  #end(isInverse: boolean): ToolState {
    this.finish(isInverse);
    return new Idle(this.host, this.kind);
  }

  #isAt(point: ImagePoint | undefined, { screen }: PointerInput, range: number): boolean {
    if (!point) return false;
    const at = this.host.viewport.toScreen(point);
    return Math.hypot(at.x - screen.x, at.y - screen.y) <= range;
  }
}

/**
 * Without a pointer: arrows move the crosshair, Space or Enter sets a point, Enter on the last point ends the path. `s` brings the
 * crosshair onto a neighbour's outline, where the pointer would snap by itself.
 */
class Aiming extends Path {
  readonly #crosshair = new Crosshair(this.host);

  override enter(): void {
    super.enter();
    this.host.overlay.show({ cursor: 'crosshair', crosshair: this.#crosshair.at });
  }

  override exit(): void {
    super.exit();
    this.host.overlay.show({ crosshair: null });
  }

  override pointerDown(input: PointerInput): ToolState {
    const idle = new Idle(this.host, this.kind);
    return idle.pointerDown(input) ?? idle;
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (input.mod) return;
    if ((input.key === 'Enter' || input.key === ' ') && !input.isRepeat) this.#press(input);
    else if (input.key === 'Backspace' || input.key === 'Delete') this.removeLast();
    else if (input.key === 's' && this.kind.snaps) this.#jump();
    else if (!this.#crosshair.move(input)) return;
    if (this.points.length > 0) this.show(this.#crosshair.at);
    else preview(this.host, null);
    return 'handled';
  }

  /** Escape first takes back the points, then leaves the mode. */
  override cancel(): ToolState {
    if (this.points.length === 0) return new Idle(this.host, this.kind);
    this.points = [];
    preview(this.host, null);
    return this;
  }

  #jump(): void {
    const found = nearest(this.host, this.#crosshair.at, JUMP);
    if (found) this.#crosshair.place(found);
  }

  #press({ key, alt }: KeyInput): void {
    const { at } = this.#crosshair;
    const last = this.points.at(-1);
    const isAgain = last?.x === at.x && last.y === at.y;
    if (!isAgain) {
      if (this.points.length === 0 && !this.kind.finish) this.host.editor.select([]);
      this.add(at);
    } else if (key === 'Enter' && this.isEnough) this.finish(alt);
  }
}

const POLYGON: PathKind = {
  type: 'polygon',
  snaps: true,
  least: 3,
  isClosed: true,
  through: (points): PolygonGeometry => ({ type: 'polygon', points }),
};
const POLYLINE: PathKind = {
  type: 'polyline',
  snaps: true,
  least: 2,
  isClosed: false,
  through: (points): PolylineGeometry => ({ type: 'polyline', points }),
};

/** A tool that draws paths of a kind, and the same without a pointer. */
export function pathTools(kind: PathKind): { readonly start: Tool; readonly aim: Tool } {
  return { start: (host) => new Idle(host, kind), aim: (host) => new Aiming(host, kind) };
}

export const polygonTools = pathTools(POLYGON);
export const polylineTools = pathTools(POLYLINE);
