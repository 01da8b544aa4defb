/** Says that a request was refused because nobody is logged in any more. Whoever shows the login listens. */
class SessionEvents {
  readonly #listeners = new Set<() => void>();

  onExpired(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  announceExpired(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

export const sessionEvents = new SessionEvents();
