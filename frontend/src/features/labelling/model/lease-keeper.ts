import type { Clock } from '@/lib/clock';
import { ExternalStore } from '@/lib/external-store';
import { isProblem } from '@/lib/problem';

export interface Lease {
  readonly id: string;
  /** Milliseconds of this computer's clock. */
  readonly expiresAt: number;
}

export interface LeaseKeeperOptions {
  /** Answers when the lease ends from now. */
  readonly renew: (id: string) => Promise<number>;
  /** Whether somebody works: an abandoned task must go back. */
  readonly isActive: () => boolean;
  readonly clock: Clock;
}

const CHECK_MS = 20_000;

interface Held {
  readonly grantedAt: number;
  readonly expiresAt: number;
}

/** Renews what is held while somebody works, each lease when half of it is over. A lease that is lost costs no work, only its count. */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #held = new Map<string, Held>();
  readonly #lost = new ExternalStore<ReadonlySet<string>>(new Set());
  #cancel: (() => void) | null = null;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** The assignments whose leases have gone. */
  readonly getLost = (): ReadonlySet<string> => this.#lost.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#lost.subscribe(listener);

  hold(lease: Lease): void {
    this.#held.set(lease.id, { grantedAt: this.#options.clock.now(), expiresAt: lease.expiresAt });
    this.#cancel ??= this.#options.clock.after(CHECK_MS, () => void this.#check());
  }

  letGo(id: string): void {
    this.#held.delete(id);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#held.clear();
  }

  async #check(): Promise<void> {
    const { clock, isActive } = this.#options;
    if (isActive()) {
      const due = [...this.#held].filter(
        ([, { grantedAt, expiresAt }]) => clock.now() > (grantedAt + expiresAt) / 2,
      );
      for (const [id] of due) await this.#renew(id);
    }
    this.#cancel = this.#held.size > 0 ? clock.after(CHECK_MS, () => void this.#check()) : null;
  }

  async #renew(id: string): Promise<void> {
    try {
      const expiresAt = await this.#options.renew(id);
      if (this.#held.has(id))
        this.#held.set(id, { grantedAt: this.#options.clock.now(), expiresAt });
    } catch (error) {
      // Without an answer the next look tries again; only the server can say that a lease is over.
      if (!isProblem(error, 409) && !isProblem(error, 404)) return;
      this.#held.delete(id);
      this.#lost.set(new Set([...this.#lost.get(), id]));
    }
  }
}
