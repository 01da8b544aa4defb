import type { ChangeSet } from './change-set';

/** Steps back and forth, without limit. A step is one whole gesture; steps hold only what they touched, so many are cheap. */
export class History {
  #done: ChangeSet[] = [];
  #undone: ChangeSet[] = [];
  #isOpen = false;

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** The last step, if the next change of the same thing may still become part of it. */
  get open(): ChangeSet | undefined {
    return this.#isOpen ? this.#done.at(-1) : undefined;
  }

  push(step: ChangeSet, isOpen: boolean): void {
    this.#done.push(step);
    this.#undone = [];
    this.#isOpen = isOpen;
  }

  replaceLast(step: ChangeSet): void {
    this.#done[this.#done.length - 1] = step;
  }

  dropLast(): void {
    this.#done.pop();
    this.#isOpen = false;
  }

  /** The next change starts a step of its own. */
  seal(): void {
    this.#isOpen = false;
  }

  back(): ChangeSet | undefined {
    const step = this.#done.pop();
    if (step) this.#undone.push(step);
    this.#isOpen = false;
    return step;
  }

  forth(): ChangeSet | undefined {
    const step = this.#undone.pop();
    if (step) this.#done.push(step);
    this.#isOpen = false;
    return step;
  }
}
