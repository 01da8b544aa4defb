type Listener = () => void;

/** Says that a request was refused because nobody is logged in any more, and that somebody is again. */
class SessionEvents {
  readonly #expired = new Set<Listener>();
  readonly #restored = new Set<Listener>();

  onExpired(listener: Listener): () => void {
    this.#expired.add(listener);
    return () => {
      this.#expired.delete(listener);
    };
  }

  announceExpired(): void {
    for (const listener of [...this.#expired]) listener();
  }

  /** For what waits to be sent: the same person has logged in again over the page. */
  onRestored(listener: Listener): () => void {
    this.#restored.add(listener);
    return () => {
      this.#restored.delete(listener);
    };
  }

  announceRestored(): void {
    for (const listener of [...this.#restored]) listener();
  }
}

export const sessionEvents = new SessionEvents();
