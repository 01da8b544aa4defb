import type { Clock } from '@/lib/clock';

export interface SchemaWatchOptions {
  readonly fetch: () => Promise<string | null>;
  readonly onVersion: (version: string) => void;
  readonly clock: Clock;
}

/** A schema changes a few times a year: the rare minute in which somebody draws under the old one costs nothing. */
const EVERY_MS = 20_000;
/** However often somebody has reason to look, the server is asked at most this often. */
const AT_MOST_EVERY_MS = 8000;

/** Learns that the project's schema moved: now and then, and whenever there is a reason to look. One question at a time. */
export class SchemaWatch {
  readonly #options: SchemaWatchOptions;
  #isAsking = false;
  #askedAt = -Infinity;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  constructor(options: SchemaWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.look();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  look(): void {
    const { clock } = this.#options;
    if (this.#isAsking || this.#isStopped) return;
    const wait = this.#askedAt + AT_MOST_EVERY_MS - clock.now();
    if (wait > 0) this.#again(wait);
    else void this.#ask();
  }

  async #ask(): Promise<void> {
    const { fetch, onVersion, clock } = this.#options;
    this.#isAsking = true;
    this.#cancel?.();
    this.#askedAt = clock.now();
    // Offline or logged out: others say so, and the next look comes by itself.
    const version = await fetch().catch(() => null);
    this.#isAsking = false;
    if (this.#isStopped) return;
    if (version !== null) onVersion(version);
    this.#again(EVERY_MS);
  }

  #again(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(ms, () => void this.#ask());
  }
}
