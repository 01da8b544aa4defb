import { backoff, type Clock } from '@/lib/clock';
import { ExternalStore } from '@/lib/external-store';
import { ApiProblem, isProblem, type ProblemDocument } from '@/lib/problem';
import type { KeptStore, OutboxEntry } from './kept-database';

/** `login`: the session is over, everything waits for the person to log in again. */
export type OutboxCondition = 'idle' | 'sending' | 'offline' | 'login';

export interface OutboxState {
  readonly condition: OutboxCondition;
  readonly waiting: readonly OutboxEntry[];
  /** What the server will not take as it is; kept until a person decides. */
  readonly refused: readonly OutboxEntry[];
}

export interface OutboxOptions {
  readonly user: string;
  readonly store: KeptStore;
  /** Sends one entry, or throws an `ApiProblem`. */
  readonly send: (entry: OutboxEntry) => Promise<unknown>;
  readonly clock: Clock;
  /** Runs `work` in one tab at a time. Without it tabs may send the same entry; its key keeps that harmless. */
  readonly exclusively?: (work: () => Promise<void>) => Promise<void>;
}

export type NewEntry = Pick<OutboxEntry, 'id' | 'kind' | 'subject' | 'path' | 'body' | 'about'> & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly notBefore?: number;
};

type SentListener = (entry: OutboxEntry, answer: unknown) => void;

/**
 * What must reach the server exactly once: written down on this computer before the first attempt, tried again with the same
 * key until the server has answered for good, over crashes, lost networks and ended sessions.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #store = new ExternalStore<OutboxState>({ condition: 'idle', waiting: [], refused: [] });
  readonly #sent = new Set<SentListener>();
  #isDraining = false;
  #failures = 0;
  #cancelRetry: (() => void) | null = null;
  #inFlight: string | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  readonly getState = (): OutboxState => this.#store.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Calls `listener` for each entry that the server has taken. */
  onSent(listener: SentListener): () => void {
    this.#sent.add(listener);
    return () => this.#sent.delete(listener);
  }

  /** Takes up what earlier visits left and sends it. */
  async open(): Promise<void> {
    const { user, store } = this.#options;
    const found = await store.entries(user);
    const { waiting, refused } = this.getState();
    const known = new Set([...waiting, ...refused].map((entry) => entry.id));
    const fresh = found.filter((entry) => !known.has(entry.id));
    this.#set({
      waiting: [...fresh.filter((entry) => !entry.problem), ...waiting],
      refused: [...fresh.filter((entry) => entry.problem), ...refused],
    });
    this.flush();
  }

  /** Whether something about `subject` is on its way or waits for a decision. */
  has(subject: string): boolean {
    const { waiting, refused } = this.getState();
    return [...waiting, ...refused].some((entry) => entry.subject === subject);
  }

  /**
   * Queues `fresh` and starts sending. The promise is kept when it is written down on this computer; the page need not wait
   * for that: until then the draft that it was made of is still there.
   */
  add(fresh: NewEntry): Promise<void> {
    const { user, store, clock } = this.#options;
    const entry: OutboxEntry = {
      headers: {},
      ...fresh,
      user,
      queuedAt: clock.now(),
      attempts: 0,
      problem: null,
    };
    this.#set({ waiting: [...this.getState().waiting, entry] });
    const written = store.turnIntoEntry(entry);
    // Sent even if the disk is full: then the network is the only place left to keep it.
    void written.catch(() => undefined).then(() => this.flush());
    return written;
  }

  /** Takes an entry back that has not been tried yet, or that was refused; null when it is too late. */
  async withdraw(id: string): Promise<OutboxEntry | null> {
    const { waiting, refused } = this.getState();
    const entry = [...waiting, ...refused].find((each) => each.id === id);
    const mayBeStored = entry && !entry.problem && (entry.attempts > 0 || this.#inFlight === id);
    if (!entry || mayBeStored) return null;
    this.#drop(id);
    await this.#options.store.dropEntry(id);
    return entry;
  }

  /** Sends now what waits: the network is back, or somebody has logged in again. */
  flush(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    if (this.#isDraining || this.getState().waiting.length === 0) return;
    this.#isDraining = true;
    const run = this.#options.exclusively ?? ((work) => work());
    void run(() => this.#drain())
      .catch((error: unknown) => this.#pause(error))
      .finally(() => {
        this.#isDraining = false;
        const { condition, waiting } = this.getState();
        if (condition === 'idle' && waiting.some((entry) => this.#isDue(entry))) this.flush();
      });
  }

  close(): void {
    this.#cancelRetry?.();
    this.#sent.clear();
  }

  async #drain(): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      // What failed least goes first, so that one entry the server chokes on does not hold up the others.
      const entry = [...this.getState().waiting]
        .filter((each) => !tried.has(each.id) && this.#isDue(each))
        .sort((a, b) => a.attempts - b.attempts || a.queuedAt - b.queuedAt)[0];
      if (!entry) break;
      tried.add(entry.id);
      const goesOn = await this.#attempt(entry);
      if (!goesOn) return;
    }
    if (this.getState().waiting.some((entry) => entry.attempts > 0 && tried.has(entry.id)))
      return this.#retryLater(null);
    this.#failures = 0;
    this.#set({ condition: 'idle' });
    this.#wakeForHeld();
  }

  #isDue({ notBefore = 0 }: OutboxEntry): boolean {
    return notBefore <= this.#options.clock.now();
  }

  #wakeForHeld(): void {
    const { clock } = this.#options;
    const held = this.getState().waiting.filter((entry) => !this.#isDue(entry));
    if (held.length === 0) return;
    const next = Math.min(...held.map(({ notBefore = 0 }) => notBefore));
    this.#cancelRetry?.();
    this.#cancelRetry = clock.after(next - clock.now(), () => this.flush());
  }

  /** False when nothing else needs to be tried now. */
  async #attempt(entry: OutboxEntry): Promise<boolean> {
    if (this.getState().condition === 'idle') this.#set({ condition: 'sending' });
    this.#inFlight = entry.id;
    try {
      const answer = await this.#options.send(entry);
      this.#failures = 0;
      this.#drop(entry.id);
      this.#set({ condition: 'sending' });
      await this.#options.store.dropEntry(entry.id).catch(() => undefined);
      for (const listener of [...this.#sent]) listener(entry, answer);
      return true;
    } catch (error) {
      return await this.#failed(entry, error);
    } finally {
      this.#inFlight = null;
    }
  }

  async #failed(entry: OutboxEntry, error: unknown): Promise<boolean> {
    if (isProblem(error, 401)) {
      this.#set({ condition: 'login' });
      return false;
    }
    if (isFinal(error)) {
      // A problem's extensions are its whole document.
      await this.#refuse(entry, error.extensions as unknown as ProblemDocument);
      return true;
    }
    const again = { ...entry, attempts: entry.attempts + 1 };
    this.#replace(again);
    await this.#options.store.putEntry(again).catch(() => undefined);
    if (isProblem(error) && error.status >= 500) return true;
    this.#pause(error);
    return false;
  }

  #pause(error: unknown): void {
    this.#retryLater(error instanceof ApiProblem ? error.retryAfter : null);
  }

  #retryLater(seconds: number | null): void {
    this.#failures += 1;
    this.#set({ condition: 'offline' });
    this.#cancelRetry?.();
    const wait = Math.max(backoff(this.#failures), (seconds ?? 0) * 1000);
    this.#cancelRetry = this.#options.clock.after(wait, () => this.flush());
  }

  async #refuse(entry: OutboxEntry, problem: ProblemDocument): Promise<void> {
    const refused = { ...entry, problem };
    // Before anybody hears of it: who withdraws it at once must not be overtaken by this write.
    await this.#options.store.putEntry(refused).catch(() => undefined);
    this.#drop(entry.id);
    this.#set({ refused: [...this.getState().refused, refused] });
  }

  #replace(entry: OutboxEntry): void {
    const { waiting } = this.getState();
    this.#set({ waiting: waiting.map((each) => (each.id === entry.id ? entry : each)) });
  }

  #drop(id: string): void {
    const { waiting, refused } = this.getState();
    this.#set({
      waiting: waiting.filter((entry) => entry.id !== id),
      refused: refused.filter((entry) => entry.id !== id),
    });
  }

  #set(patch: Partial<OutboxState>): void {
    this.#store.set({ ...this.getState(), ...patch });
  }
}

/** Another attempt with the same content cannot end differently; a person has to decide. */
function isFinal(error: unknown): error is ApiProblem {
  if (!(error instanceof ApiProblem)) return false;
  const { status } = error;
  return status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
}
