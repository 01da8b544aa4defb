import type { Bounds } from '../core/points';
import { shapeOf } from '../shapes/registry';
import { DraggingHandle, handleAt, PressingRegion, removePoint, removePointAt, turnedCursor } from './dragging';
import { CLICK_SLOP, reach, type KeyInput, type PointerInput } from './input';
import { KEYPOINTS, POINTS } from './lazy-codes';
import { ToolState, type Tool, type ToolHost } from './tool-state';

/** Nothing is held: hovering shows what a press would take. */
class Idle extends ToolState {
  #last: PointerInput | null = null;

  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    this.#fetchHelp();
    this.host.overlay.show({ cursor: 'default', crosshair: null, draft: null, marquee: null });
  }

  /** Points of outlines snap and those of skeletons have states; without the code for that they can still be moved. */
  #fetchHelp(): void {
    const { schema } = this.host.editor;
    const help = [
      ...(schema.hasGeometry('keypoints') ? [KEYPOINTS] : []),
      ...(schema.hasGeometry('polygon') || schema.hasGeometry('polyline') ? [POINTS] : []),
    ];
    for (const code of help) code.fetch().catch(() => undefined);
  }

  override exit(): void {
    this.host.overlay.show({ hovered: null, named: null, hint: null });
  }

  override pointerMove(input: PointerInput): void {
    this.#last = input;
    if (input.kind === 'touch') return;
    KEYPOINTS.now?.namePointUnder(this.host, input);
    const caught = handleAt(this.host, input);
    const region = caught ? null : this.#hit(input)[0];
    const isSelected = region && this.host.editor.getState().selection.includes(region.id);
    const cursor = caught
      ? turnedCursor(caught.handle.cursor, this.host.viewport.degrees)
      : isSelected && this.host.editor.canEdit(region)
        ? 'move'
        : region
          ? 'pointer'
          : 'default';
    const { content } = this.host.overlay;
    const hovered = region?.id ?? null;
    if (content.hovered !== hovered || content.cursor !== cursor)
      this.host.overlay.show({ hovered, cursor });
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (KEYPOINTS.now?.setPointUnder(this.host, this.#last, input)) return 'handled';
    if (removePointAt(this.host, this.#last, input)) return 'handled';
  }

  override pointerLeave(): void {
    this.#last = null;
    this.host.overlay.show({ hovered: null });
  }

  override pointerDown(input: PointerInput): ToolState | void {
    if (input.button === 2) return void KEYPOINTS.now?.togglePointUnder(this.host, input);
    if (input.button !== 0) return;
    const { editor } = this.host;
    const rest = () => new Idle(this.host);
    const caught = handleAt(this.host, input);
    // Alt takes the point out; where there is nothing to take out it means what lies beneath.
    if (caught && input.alt && removePoint(this.host, caught.region, caught.handle)) return;
    if (caught)
      return new DraggingHandle(this.host, caught.region, caught.handle, input.image, rest);
    const hits = this.#hit(input);
    const { selection } = editor.getState();
    const under = hits.findIndex((region) => selection.includes(region.id));
    // Alt goes down through what lies on one another; without it a press on a selected region keeps it, so that it can be moved.
    const region = input.alt ? hits[(under + 1) % hits.length] : (hits[under] ?? hits[0]);
    if (!region) return new SelectingArea(this.host, input);
    if (input.shift || input.mod) editor.toggleSelected(region.id);
    else if (input.isDouble && region.group !== undefined) editor.selectGroups();
    else if (!selection.includes(region.id) || input.alt) editor.select([region.id]);
    return new PressingRegion(this.host, input, rest);
  }

  override cancel(): ToolState {
    this.host.editor.select([]);
    return this;
  }

  #hit(input: PointerInput) {
    const { index, viewport } = this.host;
    return index.hitAll(input.image, viewport.toImageLength(reach(input.kind)));
  }
}

/** A frame is drawn over empty ground: what lies wholly inside gets selected. A mere click selects nothing. */
class SelectingArea extends ToolState {
  #bounds: Bounds | null = null;
  readonly #kept: readonly string[];

  constructor(
    host: ToolHost,
    private readonly start: PointerInput,
  ) {
    super(host);
    this.#kept = start.shift || start.mod ? host.editor.getState().selection : [];
  }

  override pointerMove(input: PointerInput): void {
    const { screen, image } = this.start;
    if (
      !this.#bounds &&
      Math.hypot(input.screen.x - screen.x, input.screen.y - screen.y) < CLICK_SLOP
    )
      return;
    this.#bounds = {
      minX: Math.min(image.x, input.image.x),
      minY: Math.min(image.y, input.image.y),
      maxX: Math.max(image.x, input.image.x),
      maxY: Math.max(image.y, input.image.y),
    };
    this.host.overlay.show({ marquee: this.#bounds });
  }

  override pointerUp(): ToolState {
    const { editor, index } = this.host;
    const area = this.#bounds;
    const inside = area
      ? index
          .search(area)
          .filter(({ geometry }) => isInside(shapeOf(geometry)?.bounds(geometry), area))
      : [];
    editor.select([...new Set([...this.#kept, ...inside.map((region) => region.id)])]);
    return new Idle(this.host);
  }

  override cancel(): ToolState {
    return new Idle(this.host);
  }
}

function isInside(inner: Bounds | undefined, outer: Bounds): boolean {
  if (!inner) return false;
  return (
    inner.minX >= outer.minX &&
    inner.maxX <= outer.maxX &&
    inner.minY >= outer.minY &&
    inner.maxY <= outer.maxY
  );
}

export const selectTool: Tool = (host) => new Idle(host);
