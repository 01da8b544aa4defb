import type { KeyInput, PointerInput, WheelInput } from './input';
import { Loading } from './lazy-tool';
import { Panning } from './panning';
import { Pinch } from './pinch';
import { pointsRegion } from './points-region';
import { pointsEditor, SELECT_TOOL, toolById, type ToolEntry } from './registry';
import type { ToolHost, ToolState } from './tool-state';

/** Runs the state of the current tool, and what every tool shares: panning by Space or the middle button, and two fingers. */
export class ToolMachine {
  #tool: ToolEntry;
  #state: ToolState;
  /** The pointer that the state is busy with. */
  #captured: number | null = null;
  #isSpaceHeld = false;
  /** From the second finger until the last one is up, touch moves the image and nothing else. */
  #isPinching = false;
  readonly #pinch: Pinch;
  readonly #unsubscribe: () => void;

  constructor(private readonly host: ToolHost) {
    this.#pinch = new Pinch(host.viewport);
    this.#tool = this.#wanted();
    this.#state = this.#awaited(this.#tool.start(host));
    this.#state.enter();
    this.#unsubscribe = host.editor.subscribe(() => this.#follow());
  }

  destroy(): void {
    this.#abort();
    this.#unsubscribe();
  }

  get state(): ToolState {
    return this.#state;
  }

  /** True while a gesture or a drawing is under way, which Escape or undo would end. */
  get isBusy(): boolean {
    return !this.#state.isResting;
  }

  pointerDown(input: PointerInput): void {
    if (input.kind === 'touch') {
      this.#pinch.down(input);
      if (this.#pinch.count === 2) {
        this.#abort();
        this.#isPinching = true;
      }
    }
    if (this.#isPinching || (this.#captured !== null && this.#captured !== input.id)) return;
    if (this.#state instanceof Panning) return;
    this.#captured = input.id;
    if (input.button === 1 || (this.#isSpaceHeld && input.button === 0))
      this.#pause(new Panning(this.host, input, this.#state));
    else this.#to(this.#state.pointerDown(input));
  }

  pointerMove(input: PointerInput): void {
    if (input.kind === 'touch') this.#pinch.move(input);
    if (this.#isPinching || (this.#captured !== null && this.#captured !== input.id)) return;
    this.#to(this.#state.pointerMove(input));
  }

  pointerUp(input: PointerInput): void {
    if (this.#endTouch(input) || this.#captured !== input.id) return;
    this.#captured = null;
    if (this.#state instanceof Panning) this.#resume(this.#state.pointerUp());
    else this.#to(this.#state.pointerUp(input));
  }

  /** The system took the pointer away (a palm, a call, a lost capture): as if it had never been pressed. */
  pointerCancel(input: PointerInput): void {
    if (!this.#endTouch(input) && this.#captured === input.id) this.#abort();
  }

  pointerLeave(): void {
    this.#state.pointerLeave();
  }

  /** True when the key was for the tool, so that no command gets it. */
  keyDown(input: KeyInput): boolean {
    const next = this.#state.keyDown(input);
    if (next === 'handled') return true;
    if (next) this.#to(next);
    else if (input.key === ' ' && !this.#isSpaceHeld) this.#holdSpace(true);
    return Boolean(next) || input.key === ' ';
  }

  /** True when the tool took the wheel for itself. */
  wheel(input: WheelInput): boolean {
    return this.#state.wheel(input);
  }

  keyUp(key: string): void {
    if (key === ' ' && this.#isSpaceHeld) this.#holdSpace(false);
  }

  /** Escape. Answers whether there was anything to leave. */
  cancel(): boolean {
    const hadSelection = this.host.editor.getState().selection.length > 0;
    const wasBusy = this.isBusy;
    this.#captured = null;
    const isPanning = this.#state instanceof Panning;
    const next = this.#state.cancel();
    if (isPanning) this.#resume(next);
    else this.#to(next);
    return wasBusy || hadSelection;
  }

  /** Drawing by keyboard with the current tool. */
  aim(): boolean {
    if (!this.#tool.aim || this.host.editor.isReadOnly) return false;
    this.#abort();
    this.#toKeys(this.#tool.aim(this.host));
    return true;
  }

  /** The points of the selected region by keyboard. */
  editPoints(): boolean {
    const region = pointsRegion(this.host);
    if (!region) return false;
    this.#abort();
    this.#toKeys(pointsEditor(region)(this.host, region.id, () => this.#tool.start(this.host)));
    return true;
  }

  /** Loses nothing silently: leaving the window or the canvas with Space held must not leave the hand on. */
  blur(): void {
    if (this.#isSpaceHeld) this.#holdSpace(false);
  }

  /** Leaves whatever is under way, but keeps the selection of a state at rest. */
  #abort(): void {
    while (this.isBusy) this.cancel();
    this.#captured = null;
  }

  #wanted(): ToolEntry {
    const entry = toolById(this.host.editor.getState().tool) ?? toolById(SELECT_TOOL);
    if (!entry) throw new Error('The select tool is not registered');
    return entry;
  }

  #follow(): void {
    const wanted = this.#wanted();
    if (wanted === this.#tool) return;
    this.#tool = wanted;
    this.#abort();
    this.#state.exit();
    this.host.overlay.clear();
    this.#state = this.#awaited(wanted.start(this.host));
    this.#state.enter();
  }

  #to(next: ToolState | void): void {
    if (!next || next === this.#state) return;
    this.#state.exit();
    this.#state = this.#awaited(next);
    next.enter();
  }

  /** To what is worked by keyboard. */
  #toKeys(next: ToolState): void {
    if (next instanceof Loading) next.keepsKeys = true;
    this.#to(next);
  }

  /** A tool that is still being fetched takes over when it is there, unless another one has been taken up meanwhile. */
  #awaited(state: ToolState): ToolState {
    if (state instanceof Loading)
      state.onLoaded = (next, missed) => {
        if (this.#state !== state) return;
        this.#to(next);
        for (const again of missed) this.#to(again(this.#state));
      };
    return state;
  }

  /** Neither ends nor begins the state below: a box half drawn by clicks survives a pan. */
  #pause(panning: Panning): void {
    this.#state = panning;
    panning.enter();
  }

  #resume(before: ToolState): void {
    this.#state.exit();
    this.#state = before;
  }

  #holdSpace(isHeld: boolean): void {
    this.#isSpaceHeld = isHeld;
    if (isHeld) this.host.overlay.show({ cursor: 'grab', crosshair: null });
    else if (this.#state.isResting) this.#state.enter();
  }

  #endTouch(input: PointerInput): boolean {
    if (input.kind !== 'touch') return false;
    this.#pinch.up(input);
    const wasPinching = this.#isPinching;
    if (this.#pinch.count === 0) this.#isPinching = false;
    return wasPinching;
  }
}
