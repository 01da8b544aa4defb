import type { Assignment } from '@/api/types';
import { backoff, type Clock } from '@/lib/clock';
import { ExternalStore } from '@/lib/external-store';

export interface QueueState {
  /** `empty`: the server has nothing left for this person. */
  readonly status: 'loading' | 'ready' | 'empty' | 'failed';
  readonly error: unknown;
}

export interface WorkQueueOptions<Ready> {
  /** What the person holds, filled up to `count`. */
  readonly fetch: (count: number) => Promise<readonly Assignment[]>;
  /** Everything that showing it needs: schema, decoded image, what is kept on this computer. */
  readonly prepare: (assignment: Assignment) => Promise<Ready>;
  /** Frees what `prepare` made. */
  readonly discard: (ready: Ready) => void;
  /** Submitted, skipped or put aside here, though the server may not know yet. */
  readonly isGone: (assignment: Assignment) => boolean;
  /** How many such ones the server may still count as held. */
  readonly inFlight: () => number;
  readonly clock: Clock;
}

/** Leases of one person in one batch: what the server gives at most. */
const HELD_AT_MOST = 5;
const AHEAD = 3;

interface Slot<Ready> {
  readonly assignment: Assignment;
  readonly promise: Promise<Ready>;
  ready: Ready | null;
  error: unknown;
}

/** Keeps the next tasks ready to be shown: taking the next one is then a matter of a frame. */
export class WorkQueue<Ready> {
  readonly #options: WorkQueueOptions<Ready>;
  readonly #store = new ExternalStore<QueueState>({ status: 'loading', error: null });
  #slots: Slot<Ready>[] = [];
  /** What is on the screen: held as well, so it counts, but it is not to be given again. */
  #current: string | null = null;
  #isFilling = false;
  #isLooking = false;
  #mustRefill = false;
  #failures = 0;
  #cancelRetry: (() => void) | null = null;
  #isStopped = false;

  constructor(options: WorkQueueOptions<Ready>) {
    this.#options = options;
  }

  readonly getState = (): QueueState => this.#store.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Assignments that wait here, the next one first. */
  get ahead(): readonly Assignment[] {
    return this.#slots.map((slot) => slot.assignment);
  }

  /** The next one if it is ready to be shown; it leaves the queue, which is filled up again. */
  take(): Ready | null {
    const [first] = this.#slots;
    if (first?.ready) {
      this.#slots.shift();
      this.#current = first.assignment.id;
      void this.fill();
      return first.ready;
    }
    if (first?.error) {
      this.#slots.shift();
      this.#store.set({ status: 'failed', error: first.error });
      return null;
    }
    this.#current = null;
    if (this.getState().status !== 'empty' || first)
      this.#store.set({ status: 'loading', error: null });
    void this.fill();
    return null;
  }

  /** Asks for what has become urgent meanwhile, however many wait here already. */
  async look(): Promise<void> {
    this.#isLooking = true;
    await this.fill();
  }

  /** Asks for more until enough are ready. */
  async fill(): Promise<void> {
    if (this.#isStopped) return;
    if (this.#isFilling) {
      this.#mustRefill = true;
      return;
    }
    this.#isFilling = true;
    this.#cancelRetry?.();
    try {
      do {
        this.#mustRefill = false;
        await this.#fillOnce();
      } while (this.#mustRefill && !this.#isStopped);
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isFilling = false;
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelRetry?.();
    for (const slot of this.#slots) if (slot.ready) this.#options.discard(slot.ready);
    this.#slots = [];
  }

  async #fillOnce(): Promise<void> {
    const { fetch, isGone, inFlight } = this.#options;
    if (this.#slots.length >= AHEAD && !this.#isLooking) return;
    this.#isLooking = false;
    const wanted = AHEAD + 1 + inFlight();
    const found = await fetch(Math.min(wanted, HELD_AT_MOST));
    if (this.#isStopped) return;
    const known = new Set(this.#slots.map((slot) => slot.assignment.id));
    const fresh = found.filter(
      (each) => !known.has(each.id) && each.id !== this.#current && !isGone(each),
    );
    for (const assignment of fresh) this.#slots.push(this.#prepared(assignment));
    // Answered questions and returned work come before what was fetched earlier.
    this.#slots.sort((a, b) => urgency(b.assignment) - urgency(a.assignment));
    if (this.#slots.length === 0 && inFlight() === 0)
      this.#store.set({ status: 'empty', error: null });
    // What the server still holds for this person as submitted will be free in a moment.
    else if (this.#slots.length === 0) this.#retry(400);
  }

  #prepared(assignment: Assignment): Slot<Ready> {
    const slot: Slot<Ready> = {
      assignment,
      promise: this.#options.prepare(assignment),
      ready: null,
      error: null,
    };
    slot.promise
      .then((ready) => {
        if (this.#isStopped) return this.#options.discard(ready);
        slot.ready = ready;
        this.#announce(slot);
      })
      .catch((error: unknown) => {
        slot.error = error;
        this.#announce(slot);
      });
    return slot;
  }

  #announce(slot: Slot<Ready>): void {
    if (this.#slots[0] === slot) this.#store.set({ status: 'ready', error: null });
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    // With something still to do, nobody needs to hear of it.
    if (this.#slots.length === 0 && this.#current === null)
      this.#store.set({ status: 'failed', error });
    this.#retry(backoff(this.#failures));
  }

  #retry(ms: number): void {
    this.#cancelRetry?.();
    this.#cancelRetry = this.#options.clock.after(ms, () => void this.fill());
  }
}

function urgency({ question, returned }: Assignment): number {
  return question !== null ? 2 : returned !== null ? 1 : 0;
}
