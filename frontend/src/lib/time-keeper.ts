/** Without a sign of life for this long a person is not working. */
export const IDLE_MS = 60_000;

/**
 * Time really worked on one thing: it runs while its page is in sight and somebody has moved in the last minute. A gap counts up to
 * that minute and not a second more, so that neither lunch nor a sleeping laptop is work.
 */
export class TimeKeeper {
  readonly #now: () => number;
  #counted: number;
  #settledAt: number;
  #activeUntil: number;
  #isVisible = true;
  #isStopped = false;

  constructor(now: () => number, secondsBefore = 0) {
    this.#now = now;
    this.#counted = secondsBefore * 1000;
    this.#settledAt = now();
    this.#activeUntil = this.#settledAt + IDLE_MS;
  }

  /** A key, a click, a movement. */
  touch(): void {
    this.#settle();
    this.#activeUntil = this.#settledAt + IDLE_MS;
  }

  setVisible(isVisible: boolean): void {
    this.#settle();
    this.#isVisible = isVisible;
    if (isVisible) this.#activeUntil = this.#settledAt + IDLE_MS;
  }

  /** From now on nothing counts: the work was handed in. */
  stop(): void {
    this.#settle();
    this.#isStopped = true;
  }

  get isActive(): boolean {
    return !this.#isStopped && this.#isVisible && this.#now() < this.#activeUntil;
  }

  /** Whole seconds so far. */
  get seconds(): number {
    this.#settle();
    return Math.floor(this.#counted / 1000);
  }

  #settle(): void {
    const now = this.#now();
    if (this.#isVisible && !this.#isStopped)
      this.#counted += Math.max(0, Math.min(now, this.#activeUntil) - this.#settledAt);
    this.#settledAt = now;
  }
}
