import type { Editor } from '../core/editor';
import type { Viewport } from '../core/viewport';
import type { Overlay } from '../render/overlay';
import type { RegionIndex } from '../render/region-index';
import type { ColourPixels } from '../core/colour-pixels';
import type { KeyInput, PointerInput, WheelInput } from './input';

/** What tools work with. */
export interface ToolHost {
  readonly editor: Editor;
  readonly viewport: Viewport;
  readonly index: RegionIndex;
  readonly overlay: Overlay;
  /** The colours of the image, or null where they cannot be read. Read when first asked for. */
  readonly pixels: () => ColourPixels | null;
}

/**
 * One state of a tool. A handler answers with the next state, or with nothing to stay. `cancel` is Escape, a lost pointer or a
 * switched tool: it leaves no draft, no open gesture and no step behind.
 */
export abstract class ToolState {
  constructor(protected readonly host: ToolHost) {}

  enter(): void {}
  exit(): void {}

  pointerDown(_input: PointerInput): ToolState | void {}
  pointerMove(_input: PointerInput): ToolState | void {}
  pointerUp(_input: PointerInput): ToolState | void {}
  pointerLeave(): void {}

  /** True as `handled` keeps the key from the commands. */
  keyDown(_input: KeyInput): ToolState | 'handled' | void {}

  /** True keeps the wheel from the viewport. */
  wheel(_input: WheelInput): boolean {
    return false;
  }

  abstract cancel(): ToolState;

  /** A state at rest has nothing that Escape could end. */
  get isResting(): boolean {
    return false;
  }
}

/** Makes the first state of a tool. */
export type Tool = (host: ToolHost) => ToolState;
