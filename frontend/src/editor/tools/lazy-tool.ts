import type { KeyInput, PointerInput } from './input';
import type { LazyCode } from './lazy-code';
import { ToolState, type Tool, type ToolHost } from './tool-state';

type Missed = (tool: ToolState) => ToolState | void;

/**
 * Waits for its tool and keeps what is done meanwhile for it, so that nobody's first clicks are lost and no Enter that was meant
 * to end a drawing submits the item. A press tries again where the tool could not be fetched.
 */
export class Loading extends ToolState {
  #isStopped = false;
  #missed: Missed[] = [];
  /** Keys are the tool's from the beginning, not only after a press: who draws by keyboard begins with one. */
  keepsKeys = false;
  onLoaded: (next: ToolState, missed: readonly Missed[]) => void = () => undefined;

  constructor(
    host: ToolHost,
    private readonly load: () => Promise<Tool>,
  ) {
    super(host);
  }

  override get isResting(): boolean {
    return this.#missed.length === 0;
  }

  override enter(): void {
    this.#fetch();
  }

  override exit(): void {
    this.#isStopped = true;
    this.host.overlay.show({ hint: null });
  }

  override pointerDown(input: PointerInput): void {
    if (this.#hasFailed) return this.#fetch();
    this.#missed.push((tool) => tool.pointerDown(input));
  }

  override pointerMove(input: PointerInput): void {
    if (!this.isResting) this.#missed.push((tool) => tool.pointerMove(input));
  }

  override pointerUp(input: PointerInput): void {
    if (!this.isResting) this.#missed.push((tool) => tool.pointerUp(input));
  }

  override keyDown(input: KeyInput): 'handled' | void {
    if (this.#hasFailed || (this.isResting && !this.keepsKeys)) return;
    this.#missed.push((tool) => {
      const next = tool.keyDown(input);
      return next === 'handled' ? undefined : next;
    });
    return 'handled';
  }

  override cancel(): ToolState {
    this.#missed = [];
    this.host.editor.select([]);
    return this;
  }

  get #hasFailed(): boolean {
    return this.host.overlay.content.hint?.kind === 'not-loaded';
  }

  #fetch(): void {
    this.host.overlay.show({ cursor: 'progress', hint: { kind: 'loading' } });
    this.load().then(
      (tool) => {
        if (!this.#isStopped) this.onLoaded(tool(this.host), this.#missed);
      },
      () => {
        this.#missed = [];
        if (!this.#isStopped)
          this.host.overlay.show({ cursor: 'not-allowed', hint: { kind: 'not-loaded' } });
      },
    );
  }
}

/**
 * A tool whose code is fetched when somebody takes it up: who draws boxes never pays for painting masks. Once the code is there, the
 * tool and all others of it start at once.
 */
export function lazyTool<M>(code: LazyCode<M>, pick: (module: M) => Tool): Tool {
  return (host) =>
    code.now ? pick(code.now)(host) : new Loading(host, async () => pick(await code.fetch()));
}
