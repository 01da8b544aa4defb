import type { KeptStore } from '@/api/kept/kept-database';
import { backoff, type Clock } from '@/lib/clock';
import { ExternalStore } from '@/lib/external-store';
import { ApiProblem, isProblem } from '@/lib/problem';
import { isSameValue } from '@/lib/same-value';

/**
 * Where the work is: `saved` on the server; `saving` there; `offline` and `login` on this computer until the network or the person
 * is back; `held` on this computer until the person has decided something; `refused` on this computer because the server won't
 * have it so; `conflict` when another window saved something else; `ended` when it was submitted from elsewhere.
 */
export type DraftCondition =
  'saved' | 'saving' | 'offline' | 'login' | 'held' | 'refused' | 'conflict' | 'ended';

export interface DraftState {
  readonly condition: DraftCondition;
  /** What the server has instead, in a conflict. */
  readonly theirs: { readonly value: unknown; readonly version: number } | null;
  readonly error: unknown;
  /** False when not even this computer could keep it (disk full). */
  readonly isKeptHere: boolean;
}

export interface DraftBody {
  readonly value: unknown;
  readonly seconds: number;
}

export interface DraftKeeperOptions {
  readonly user: string;
  readonly subject: string;
  readonly schemaVersion: string;
  /** The draft's version on the server when the work was opened. */
  readonly version: number;
  readonly store: KeptStore;
  /** Saves on the server if its draft still is `version`; answers the new version. Null: only this computer keeps it. */
  readonly put: ((body: DraftBody, version: number) => Promise<number>) | null;
  readonly clock: Clock;
  /** While true the server keeps what it has: it still knows what this computer has taken out. */
  readonly isHeld?: () => boolean;
  /** The server has saved. */
  readonly onSaved?: () => void;
}

const DEBOUNCE_MS = 1500;
/** While somebody draws without a pause, the server still hears of it. */
const LONGEST_MS = 8000;

/**
 * Keeps the work on one thing: at once on this computer, soon after on the server. A change is never held only in memory for longer
 * than a write to IndexedDB takes.
 */
export class DraftKeeper {
  readonly #options: DraftKeeperOptions;
  readonly #store: ExternalStore<DraftState>;
  #version: number;
  #latest: DraftBody | null = null;
  /** What the server was sent last: if a lost answer turns up as a conflict with our own words, it is none. */
  #sent: unknown = undefined;
  #savedOnServer: unknown = undefined;
  #isWriting = false;
  #writing: Promise<void> = Promise.resolve();
  #isPutting = false;
  #failures = 0;
  #firstUnsavedAt: number | null = null;
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;

  constructor(options: DraftKeeperOptions) {
    this.#options = options;
    this.#version = options.version;
    this.#store = new ExternalStore<DraftState>({
      condition: 'saved',
      theirs: null,
      error: null,
      isKeptHere: true,
    });
  }

  readonly getState = (): DraftState => this.#store.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  get version(): number {
    return this.#version;
  }

  /** The work changed. */
  change(body: DraftBody): void {
    if (this.#isStopped) return;
    this.#latest = body;
    this.#firstUnsavedAt ??= this.#options.clock.now();
    this.#writeHere();
    const { condition } = this.getState();
    if (condition === 'conflict' || condition === 'ended' || condition === 'login') return;
    if (this.#options.isHeld?.()) return this.#set({ condition: 'held' });
    if (condition !== 'offline') this.#set({ condition: 'saving' });
    this.#schedule();
  }

  /** Nothing is under way to the server at this moment. */
  get isQuiet(): boolean {
    return !this.#isPutting;
  }

  /** Saves on the server now: the network is back, the person logged in again, the page is about to go. */
  flush(): void {
    const { condition } = this.getState();
    if (condition === 'conflict' || condition === 'ended' || this.#isStopped) return;
    if (condition === 'login') this.#set({ condition: 'offline' });
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    void this.#put();
  }

  /** As `flush`, and resolves when the server has it all; at once where there is nothing to send or no way to. */
  async settled(): Promise<void> {
    this.flush();
    while (this.getState().condition === 'saving')
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop();
          resolve();
        });
      });
  }

  /** Ends a conflict: what this window has replaces what the server has, which the person has seen. */
  keepMine(body: DraftBody): void {
    const { theirs } = this.getState();
    if (!theirs) return;
    this.#version = theirs.version;
    this.#set({ condition: 'saving', theirs: null });
    this.change(body);
    this.flush();
  }

  /** Ends a conflict: this window goes on from what the server has. */
  takeTheirs(): void {
    const { theirs } = this.getState();
    if (!theirs) return;
    this.#version = theirs.version;
    this.#latest = null;
    this.#firstUnsavedAt = null;
    this.#set({ condition: 'saved', theirs: null });
    const { store, user, subject } = this.#options;
    void store.dropDraft(user, subject).catch(() => undefined);
  }

  /** Says beforehand that the server has something else than this computer. */
  raiseConflict(value: unknown, version: number): void {
    this.#set({ condition: 'conflict', theirs: { value, version } });
  }

  /** No more saving: the work is handed in, or somebody else's window holds it. Resolves when this computer has the last change. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    await this.#writing;
  }

  /** The work goes on as something else: nothing of it may be written as a draft any more. */
  handOver(): void {
    this.#isStopped = true;
    this.#latest = null;
    this.#cancelTimer?.();
  }

  #schedule(): void {
    const { clock, put } = this.#options;
    if (!put) return;
    this.#cancelTimer?.();
    const waited = clock.now() - (this.#firstUnsavedAt ?? clock.now());
    const wait =
      this.#failures > 0
        ? backoff(this.#failures)
        : Math.max(0, Math.min(DEBOUNCE_MS, LONGEST_MS - waited));
    this.#cancelTimer = clock.after(wait, () => void this.#put());
  }

  /** One write at a time, always of the newest: a burst of changes is a few writes. */
  #writeHere(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#writing = this.#writeLatest().finally(() => {
      this.#isWriting = false;
    });
  }

  async #writeLatest(): Promise<void> {
    const { store, user, subject, schemaVersion, clock, put } = this.#options;
    let written: DraftBody | null = null;
    while (this.#latest && this.#latest !== written) {
      const latest: DraftBody = this.#latest;
      written = latest;
      try {
        await store.putDraft({
          user,
          subject,
          schemaVersion,
          value: latest.value,
          seconds: latest.seconds,
          baseVersion: this.#version,
          isSynced: isSameValue(latest.value, this.#savedOnServer),
          savedAt: clock.now(),
        });
        if (!this.getState().isKeptHere) this.#set({ isKeptHere: true });
        if (!put) this.#set({ condition: 'saved' });
      } catch {
        this.#set({ isKeptHere: false });
      }
    }
  }

  async #put(): Promise<void> {
    const { put } = this.#options;
    const body = this.#latest;
    if (!put || !body || this.#isPutting || this.#isStopped || this.#options.isHeld?.()) return;
    this.#isPutting = true;
    const sentBefore = this.#sent;
    this.#sent = body.value;
    try {
      const version = await put(body, this.#version);
      this.#succeed(version, body);
    } catch (error) {
      this.#fail(error, body, sentBefore);
    } finally {
      this.#isPutting = false;
    }
    if (this.#latest !== body && this.getState().condition === 'saving') this.#schedule();
  }

  #succeed(version: number, body: DraftBody): void {
    this.#version = version;
    this.#failures = 0;
    this.#savedOnServer = body.value;
    const isNewest = this.#latest === body;
    this.#firstUnsavedAt = isNewest ? null : this.#options.clock.now();
    if (isNewest) {
      // A new object, so that it is written once more: with the version it now goes on from.
      this.#latest = { ...body };
      this.#writeHere();
    }
    this.#set({ condition: isNewest ? 'saved' : 'saving', error: null });
    this.#options.onSaved?.();
  }

  #fail(error: unknown, body: DraftBody, sentBefore: unknown): void {
    if (isProblem(error, 412)) return this.#meet(error, body, sentBefore);
    if (isProblem(error, 401)) return this.#set({ condition: 'login', error });
    if (isProblem(error, 409)) return this.#set({ condition: 'ended', error });
    const isRefused =
      error instanceof ApiProblem &&
      error.status >= 400 &&
      error.status < 500 &&
      error.status !== 429;
    this.#failures += 1;
    this.#set({ condition: isRefused ? 'refused' : 'offline', error });
    if (!isRefused) this.#schedule();
  }

  /** The server has another version. If it is what we sent and never heard back of, we simply go on from there. */
  #meet(problem: ApiProblem, body: DraftBody, sentBefore: unknown): void {
    const { current, current_value: value } = problem.extensions;
    const version = typeof current === 'number' ? current : this.#version;
    if (isSameValue(value, body.value)) return this.#succeed(version, body);
    if (sentBefore !== undefined && isSameValue(value, sentBefore)) {
      this.#version = version;
      this.#set({ condition: 'saving' });
      this.#schedule();
      return;
    }
    this.#set({ condition: 'conflict', theirs: { value, version }, error: problem });
  }

  #set(patch: Partial<DraftState>): void {
    const next = { ...this.getState(), ...patch };
    if (!isSameState(next, this.getState())) this.#store.set(next);
  }
}

function isSameState(a: DraftState, b: DraftState): boolean {
  return (
    a.condition === b.condition &&
    a.theirs === b.theirs &&
    a.error === b.error &&
    a.isKeptHere === b.isKeptHere
  );
}
