import type { PointerInput } from './input';
import { ToolState, type ToolHost } from './tool-state';

/** The points of a region without a pointer, one of them at hand. The pointer, Escape and Enter lead back to `rest`. */
export abstract class ByKey extends ToolState {
  constructor(
    host: ToolHost,
    protected readonly id: string,
    private readonly rest: () => ToolState,
  ) {
    super(host);
  }

  /** Nothing is half done here: each change is a step that undo takes back. */
  override get isResting(): boolean {
    return true;
  }

  override enter(): void {
    this.show();
  }

  override pointerDown(input: PointerInput): ToolState {
    const rest = this.rest();
    return rest.pointerDown(input) ?? rest;
  }

  override cancel(): ToolState {
    return this.rest();
  }

  /** Marks the point at hand. */
  protected abstract show(): void;
}
