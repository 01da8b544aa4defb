import type { ColourPixels } from './core/colour-pixels';
import type { Editor } from './core/editor';
import { type ScreenPoint, type Size } from './core/points';
import { Viewport } from './core/viewport';
import { Overlay } from './render/overlay';
import { RegionIndex } from './render/region-index';
import { shapeOf } from './shapes/registry';
import type { ToolHost } from './tools/tool-state';
import { ToolMachine } from './tools/tool-machine';

/** An editor with an image under it: where things are, what is under the pointer, and the tools. Needs no DOM. */
export class ImageEditor implements ToolHost {
  readonly viewport = new Viewport();
  readonly overlay = new Overlay();
  readonly index: RegionIndex;
  readonly tools: ToolMachine;
  #readPixels: () => ColourPixels | null = () => null;
  #pixels: ColourPixels | null = null;

  constructor(readonly editor: Editor) {
    this.index = new RegionIndex(editor.getState);
    this.tools = new ToolMachine(this);
  }

  /** `read` gives the image's colours, for tools that look at them; it is called when the first one does. */
  setImage(image: Size, read: () => ColourPixels | null = () => null): void {
    this.#readPixels = read;
    this.#pixels = null;
    this.viewport.setImage(image);
  }

  readonly pixels = (): ColourPixels | null => (this.#pixels ??= this.#readPixels());

  /** Brings a region into sight; one that already is stays where it is. */
  reveal(id: string): void {
    const geometry = this.editor.region(id)?.geometry;
    const bounds = geometry && shapeOf(geometry)?.bounds(geometry);
    if (!bounds) return;
    const { at, width, height } = this.viewport.toScreenBox(bounds);
    const { view } = this.viewport;
    const isInSight =
      at.x >= 0 && at.y >= 0 && at.x + width <= view.width && at.y + height <= view.height;
    if (!isInSight) this.viewport.fitBounds(bounds, this.viewport.scale);
  }

  /** Where a region is on the canvas, in CSS pixels, for what is shown beside it; stale after any move of the viewport. */
  screenBounds(id: string): (Size & { readonly at: ScreenPoint }) | null {
    const geometry = this.editor.region(id)?.geometry;
    const shape = geometry && shapeOf(geometry);
    const bounds = shape && (shape.frame?.(geometry) ?? shape.bounds(geometry));
    if (!bounds) return null;
    return this.viewport.toScreenBox(bounds);
  }

  destroy(): void {
    this.tools.destroy();
  }
}
