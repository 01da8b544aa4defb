import type { PointerInput } from './input';
import { ToolState, type ToolHost } from './tool-state';

/** The image is held and moves with the pointer; afterwards the state before goes on as if nothing had been. */
export class Panning extends ToolState {
  #last: PointerInput;
  readonly #cursor: string;

  constructor(
    host: ToolHost,
    start: PointerInput,
    private readonly before: ToolState,
  ) {
    super(host);
    this.#last = start;
    this.#cursor = host.overlay.content.cursor;
  }

  override enter(): void {
    this.host.overlay.show({ cursor: 'grabbing' });
  }

  override exit(): void {
    this.host.overlay.show({ cursor: this.#cursor });
  }

  override pointerMove(input: PointerInput): void {
    this.host.viewport.panBy(
      input.screen.x - this.#last.screen.x,
      input.screen.y - this.#last.screen.y,
    );
    this.#last = input;
  }

  override pointerUp(): ToolState {
    return this.before;
  }

  override cancel(): ToolState {
    return this.before;
  }
}
