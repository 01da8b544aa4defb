import type { OutboxEntry } from '@/api/kept/kept-database';
import type { Outbox } from '@/api/kept/outbox';
import type { RelabelOverview, RelabelQuestion } from '@/api/relabel';
import type { ItemSource, ReadyItem } from '@/editor/screen/screen-item';
import { backoff, type Clock } from '@/lib/clock';
import { ExternalStore } from '@/lib/external-store';
import { newId } from '@/lib/ids';
import { ApiProblem, isProblem } from '@/lib/problem';
import type { SchemaDocument } from '@/lib/schema-document';
import { TimeKeeper } from '@/lib/time-keeper';

/** A question with all that showing it needs. */
export interface Ready {
  readonly question: RelabelQuestion;
  /** The schema of the old label, and that of the answers. */
  readonly before: SchemaDocument;
  readonly after: SchemaDocument;
  readonly item: ReadyItem['item'];
}

export interface OpenQuestion {
  readonly ready: Ready;
  readonly time: TimeKeeper;
}

export interface GivenAnswer {
  /** Its entry in the outbox. */
  readonly entry: string;
  readonly ready: Ready;
  readonly answer: string;
}

/** Of one old label: how many this person has answered, of how many that were open. */
export interface KindProgress {
  readonly done: number;
  readonly total: number;
}

export interface RelabelState {
  readonly status: 'loading' | 'open' | 'empty' | 'failed';
  readonly open: OpenQuestion | null;
  /** The newest first; what can be taken back. */
  readonly given: readonly GivenAnswer[];
  readonly skipped: number;
  readonly doneHere: number;
  readonly kinds: Readonly<Record<string, KindProgress>>;
  readonly error: unknown;
  readonly isTakingBack: boolean;
  /** The annotation had gone on with this answer already. */
  readonly tooLate: RelabelQuestion | null;
}

export interface RelabelOptions {
  readonly outbox: Pick<Outbox, 'add' | 'withdraw' | 'onSent' | 'getState' | 'subscribe'>;
  readonly clock: Clock;
  readonly fetchNext: (
    count: number,
    without: readonly string[],
  ) => Promise<readonly RelabelQuestion[]>;
  readonly fetchOverview: () => Promise<RelabelOverview>;
  readonly fetchSchema: (version: string) => Promise<SchemaDocument>;
  readonly ready: (item: ItemSource) => Promise<ReadyItem>;
  readonly takeBack: (question: string) => Promise<unknown>;
  /** The server did not want an answer any more: somebody else was first, or nobody needs to know. */
  readonly onRefused?: (entry: OutboxEntry) => void;
}

const AHEAD = 5;
/** What the server lets be named as already here. */
const WITHOUT_AT_MOST = 200;
const MAX_SECONDS = 3600;
const UNDO_AT_MOST = 20;
/** With the last answer of an annotation the server carries it on: for this long a slip can always be taken back. */
const HELD_MS = 5000;

interface Slot {
  readonly question: RelabelQuestion;
  ready: Ready | null;
  error: unknown;
}

export function kindOf({ field, label }: { field: string; label: string }): string {
  return `${field}/${label}`;
}

/**
 * A sitting of answering: shows one question, has the next ones ready, and sends the answers through the outbox, so that neither
 * a lost network nor a closed window loses one. Knows nothing of React.
 */
export class RelabelSession {
  readonly #options: RelabelOptions;
  readonly #store = new ExternalStore<RelabelState>({
    status: 'loading',
    open: null,
    given: [],
    skipped: 0,
    doneHere: 0,
    kinds: {},
    error: null,
    isTakingBack: false,
    tooLate: null,
  });
  #ahead: Slot[] = [];
  readonly #answered = new Set<string>();
  readonly #skipped = new Set<string>();
  /** Questions of one item come in a row: its media are decoded once. */
  readonly #items = new Map<string, Promise<ReadyItem>>();
  readonly #cleanups: (() => void)[] = [];
  #isFilling = false;
  #hasAll = false;
  #failures = 0;
  #cancelRetry: (() => void) | null = null;
  #isStopped = false;

  constructor(options: RelabelOptions) {
    this.#options = options;
    this.#cleanups.push(
      options.outbox.subscribe(() => this.#dropRefused()),
      options.outbox.onSent((entry) => this.#sent(entry)),
    );
  }

  readonly getState = (): RelabelState => this.#store.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  start(): void {
    this.#dropRefused();
    void this.#count();
    void this.#fill();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelRetry?.();
    for (const cleanup of this.#cleanups) cleanup();
    for (const item of this.#items.values())
      void item.then(
        (each) => each.close(),
        () => {},
      );
    this.#items.clear();
  }

  /** The network or the session is back, or the person wants another try. */
  resume(): void {
    if (!this.getState().open) this.#set({ status: 'loading', error: null });
    this.#ahead = this.#ahead.filter((slot) => slot.error === null);
    this.#hasAll = false;
    void this.#count();
    void this.#fill();
  }

  touch(): void {
    this.getState().open?.time.touch();
  }

  setVisible(isVisible: boolean): void {
    this.getState().open?.time.setVisible(isVisible);
  }

  answer(key: string): void {
    const { open, given, doneHere } = this.getState();
    if (!open || !open.ready.question.candidates.includes(key)) return;
    const { question } = open.ready;
    open.time.stop();
    const entry = newId();
    this.#answered.add(question.id);
    void this.#options.outbox
      .add({
        id: entry,
        kind: 'relabel',
        subject: question.id,
        path: `/api/v1/relabel-questions/${question.id}/answer`,
        body: { answer: key, seconds: Math.min(open.time.seconds, MAX_SECONDS) },
        about: { question: question.id, label: question.label },
        notBefore: this.#options.clock.now() + HELD_MS,
      })
      .catch(() => undefined);
    const fresh: GivenAnswer = { entry, ready: open.ready, answer: key };
    this.#set({
      given: [fresh, ...given].slice(0, UNDO_AT_MOST),
      doneHere: doneHere + 1,
      tooLate: null,
    });
    this.#move(question, 1);
    this.#openNext();
  }

  /** Leaves the question for later. */
  skip(): void {
    const { open } = this.getState();
    if (!open) return;
    open.time.stop();
    this.#skipped.add(open.ready.question.id);
    this.#set({ skipped: this.#skipped.size, tooLate: null });
    this.#openNext();
  }

  /** Asks again what was skipped. */
  returnToSkipped(): void {
    this.#skipped.clear();
    this.#hasAll = false;
    this.#set({ skipped: 0, status: 'loading' });
    void this.#fill();
  }

  /** The last answer is open again: taken out of the outbox, or taken back from the server while that is possible. */
  async takeBack(): Promise<void> {
    const [last] = this.getState().given;
    if (!last || this.getState().isTakingBack) return;
    this.#set({ isTakingBack: true, tooLate: null });
    try {
      const withdrawn = await this.#options.outbox.withdraw(last.entry);
      if (!withdrawn) {
        await this.#arrived(last.entry);
        await this.#options.takeBack(last.ready.question.id);
      }
      this.#reopen(last);
    } catch (error) {
      if (isProblem(error, 409)) this.#dropGiven(last, { tooLate: last.ready.question });
      else this.#set({ error });
    } finally {
      this.#set({ isTakingBack: false });
    }
  }

  /** Resolves once the server has the entry; fails when there is no network to take anything back over. */
  #arrived(entry: string): Promise<void> {
    const { outbox } = this.#options;
    return new Promise((resolve, reject) => {
      const look = () => {
        const { waiting, condition } = outbox.getState();
        if (!waiting.some(({ id }) => id === entry)) return end(resolve);
        if (condition === 'offline' || condition === 'login')
          end(() => reject(new ApiProblem({ type: 'about:blank', title: '', status: 0 })));
      };
      const stop = outbox.subscribe(look);
      const end = (how: () => void) => {
        stop();
        how();
      };
      look();
    });
  }

  #reopen(last: GivenAnswer): void {
    const { open, doneHere } = this.getState();
    this.#answered.delete(last.ready.question.id);
    if (open) {
      open.time.stop();
      this.#ahead.unshift({ question: open.ready.question, ready: open.ready, error: null });
    }
    this.#dropGiven(last, { doneHere: doneHere - 1 });
    this.#move(last.ready.question, -1);
    this.#show(last.ready);
  }

  #dropGiven(last: GivenAnswer, patch: Partial<RelabelState>): void {
    const given = this.getState().given.filter(({ entry }) => entry !== last.entry);
    this.#set({ ...patch, given });
  }

  // One after the other

  #openNext(): void {
    const [first] = this.#ahead;
    if (first?.ready) {
      this.#ahead.shift();
      this.#show(first.ready);
      void this.#fill();
      return;
    }
    if (first?.error) {
      this.#set({ status: 'failed', open: null, error: first.error });
      return;
    }
    this.#set({ status: !first && this.#hasAll ? 'empty' : 'loading', open: null });
    void this.#fill();
  }

  #show(ready: Ready): void {
    const time = new TimeKeeper(this.#options.clock.now);
    this.#set({ status: 'open', error: null, open: { ready, time } });
    this.#freeItems();
  }

  async #fill(): Promise<void> {
    if (this.#isFilling || this.#isStopped || this.#hasAll || this.#ahead.length >= AHEAD) return;
    this.#isFilling = true;
    try {
      const known = this.#known();
      const found = await this.#options.fetchNext(AHEAD + 1, known.slice(-WITHOUT_AT_MOST));
      if (this.#isStopped) return;
      this.#failures = 0;
      const here = new Set(this.#known());
      const fresh = found.filter(({ id }) => !here.has(id));
      this.#hasAll = fresh.length === 0;
      for (const question of fresh) this.#getReady(question);
      if (this.#hasAll && !this.getState().open && this.#ahead.length === 0)
        this.#set({ status: 'empty' });
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isFilling = false;
    }
  }

  /** What need not be given again. The newest last, because only so many can be named. */
  #known(): string[] {
    const { open } = this.getState();
    return [
      ...this.#answered,
      ...this.#skipped,
      ...this.#ahead.map(({ question }) => question.id),
      ...(open ? [open.ready.question.id] : []),
    ];
  }

  #getReady(question: RelabelQuestion): void {
    const slot: Slot = { question, ready: null, error: null };
    this.#ahead.push(slot);
    this.#prepare(question)
      .then(
        (ready) => (slot.ready = ready),
        (error: unknown) => (slot.error = error),
      )
      .finally(() => {
        if (!this.#isStopped && !this.getState().open && this.#ahead[0] === slot) this.#openNext();
      });
  }

  async #prepare(question: RelabelQuestion): Promise<Ready> {
    const { fetchSchema } = this.#options;
    const [before, after, { item }] = await Promise.all([
      fetchSchema(question.from_version),
      fetchSchema(question.to_version),
      this.#itemOf(question),
    ]);
    return { question, before, after, item };
  }

  #itemOf({ item }: RelabelQuestion): Promise<ReadyItem> {
    const known = this.#items.get(item.id);
    if (known) return known;
    const decoding = this.#options.ready(item);
    this.#items.set(item.id, decoding);
    decoding.catch(() => this.#items.delete(item.id));
    return decoding;
  }

  /** Gives back the memory of items that no question here is about any more. */
  #freeItems(): void {
    const { open, given } = this.getState();
    const needed = new Set(
      [
        open?.ready.question,
        ...this.#ahead.map(({ question }) => question),
        ...given.map(({ ready }) => ready.question),
      ].map((question) => question?.item.id),
    );
    for (const [id, item] of this.#items) {
      if (needed.has(id)) continue;
      this.#items.delete(id);
      // Nothing is drawing it any more by then.
      this.#options.clock.after(2000, () => void item.then((each) => each.close()));
    }
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    // With something still to answer, nobody needs to hear of it.
    if (!this.getState().open && this.#ahead.length === 0) this.#set({ status: 'failed', error });
    this.#cancelRetry?.();
    this.#cancelRetry = this.#options.clock.after(backoff(this.#failures), () => void this.#fill());
  }

  // Counting

  async #count(): Promise<void> {
    const overview = await this.#options.fetchOverview().catch(() => null);
    if (!overview || this.#isStopped) return;
    const { waiting } = this.#options.outbox.getState();
    const kinds: Record<string, KindProgress> = { ...this.getState().kinds };
    for (const { field, label, open } of overview.labels) {
      const key = kindOf({ field, label });
      const done = kinds[key]?.done ?? 0;
      // What is answered here but not sent yet is among the open ones.
      const unsent = waiting.filter(
        ({ kind, subject }) => kind === 'relabel' && this.#answered.has(subject),
      );
      kinds[key] = { done, total: open + Math.max(0, done - unsent.length) };
    }
    this.#set({ kinds });
  }

  #move(question: RelabelQuestion, by: number): void {
    const { kinds } = this.getState();
    const key = kindOf(question);
    const known = kinds[key] ?? { done: 0, total: 0 };
    const done = Math.max(0, known.done + by);
    this.#set({ kinds: { ...kinds, [key]: { done, total: Math.max(known.total, done) } } });
  }

  /** An annotation that was carried on may need an answer at the next step: what was all there was may not be any more. */
  #sent({ kind }: OutboxEntry): void {
    if (kind !== 'relabel' || !this.#hasAll) return;
    this.#hasAll = false;
    void this.#fill();
  }

  #dropRefused(): void {
    const { outbox, onRefused } = this.#options;
    for (const entry of outbox.getState().refused) {
      if (entry.kind !== 'relabel') continue;
      void outbox.withdraw(entry.id).then((withdrawn) => withdrawn && onRefused?.(withdrawn));
    }
  }

  #set(patch: Partial<RelabelState>): void {
    this.#store.set({ ...this.getState(), ...patch });
  }
}
