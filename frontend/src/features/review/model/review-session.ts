import type { KeptStore } from '@/api/kept/kept-database';
import type { Outbox } from '@/api/kept/outbox';
import type { ToReview } from '@/api/types';
import type { AnnotationValue } from '@/editor/core/value';
import type { ValueFault } from '@/editor/screen/check-value';
import type { ItemSource, ReadyItem } from '@/editor/screen/screen-item';
import { ScreenModel } from '@/editor/screen/screen-model';
import { backoff, type Clock } from '@/lib/clock';
import { ExternalStore } from '@/lib/external-store';
import { newId } from '@/lib/ids';
import type { SchemaDocument } from '@/lib/schema-document';
import { TimeKeeper } from '@/lib/time-keeper';

interface Prepared {
  readonly review: ToReview;
  readonly schema: SchemaDocument;
  readonly ready: ReadyItem;
  /** A fix that was begun before and never sent. */
  readonly kept: AnnotationValue | null;
}

export interface OpenReview {
  readonly prepared: Prepared;
  readonly review: ToReview;
  readonly screen: ScreenModel;
  readonly time: TimeKeeper;
  /** The reviewer changes the work themselves. */
  readonly isFixing: boolean;
}

export interface ReviewState {
  readonly status: 'loading' | 'open' | 'empty' | 'failed';
  readonly open: OpenReview | null;
  readonly error: unknown;
  readonly doneHere: number;
}

export interface ReviewOptions {
  readonly user: string;
  readonly store: KeptStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly fetchNext: (without: readonly string[]) => Promise<ToReview | null>;
  readonly fetchSchema: (version: string) => Promise<SchemaDocument>;
  readonly ready: (item: ItemSource) => Promise<ReadyItem>;
}

/** Sent at once, shown at once: while one annotation is looked at, the next one is fetched and decoded. */
export class ReviewSession {
  readonly #options: ReviewOptions;
  readonly #store = new ExternalStore<ReviewState>({
    status: 'loading',
    open: null,
    error: null,
    doneHere: 0,
  });
  readonly #decided = new Set<string>();
  #next: Prepared | null = null;
  #fetching: Promise<void> | null = null;
  #failures = 0;
  #stopObserving: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;
  #isStopped = false;

  constructor(options: ReviewOptions) {
    this.#options = options;
  }

  readonly getState = (): ReviewState => this.#store.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  start(): void {
    void this.#fetch();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopObserving?.();
    this.#cancelRetry?.();
    this.#next?.ready.close();
  }

  retry(): void {
    if (!this.getState().open) this.#set({ status: 'loading', error: null });
    void this.#fetch();
  }

  touch(): void {
    this.getState().open?.time.touch();
  }

  setVisible(isVisible: boolean): void {
    this.getState().open?.time.setVisible(isVisible);
  }

  accept(): void {
    this.#decide({ decision: 'accepted' });
  }

  giveBack(reason: string, regions: readonly string[]): void {
    this.#decide({ decision: 'returned', reason, regions });
  }

  /** From now on the reviewer may change the work. */
  beginFix(): void {
    const { open } = this.getState();
    if (open && !open.isFixing) this.#open(open.prepared, true, open.prepared.kept, open.time);
  }

  /** Shows the work again as its author left it. */
  cancelFix(): void {
    const { open } = this.getState();
    if (!open?.isFixing) return;
    void this.#options.store.dropDraft(this.#options.user, subjectOf(open.review));
    this.#open({ ...open.prepared, kept: null }, false, null, open.time);
  }

  /** Saves the changes as the accepted work, or answers with what is missing. */
  saveFix(): readonly ValueFault[] {
    const { open } = this.getState();
    if (!open?.isFixing) return [];
    const faults = open.screen.check();
    open.screen.faults.set(faults);
    if (faults.length > 0) return faults;
    this.#decide({
      decision: 'fixed',
      value: open.screen.editor.toValue(),
      schema_version: open.review.schema_version,
      seconds: open.time.seconds,
    });
    return [];
  }

  #decide(body: Record<string, unknown>): void {
    const { open, doneHere } = this.getState();
    if (!open) return;
    const { review, prepared } = open;
    this.#decided.add(review.annotation);
    void this.#options.outbox
      .add({
        id: newId(),
        kind: 'review',
        subject: subjectOf(review),
        path: `/api/v1/annotations/${review.annotation}/reviews`,
        body: { revision: review.revision, ...body },
        about: { batch: review.batch.name, author: review.author_pseudonym },
      })
      .catch(() => undefined);
    this.#set({ doneHere: doneHere + 1 });
    const next = this.#next;
    this.#next = null;
    if (next) this.#open(next, false, next.kept);
    else this.#close();
    this.#options.clock.after(2000, prepared.ready.close);
    void this.#fetch();
  }

  #close(): void {
    this.#stopObserving?.();
    this.#stopObserving = null;
    this.#set({ open: null, status: 'loading' });
  }

  #open(
    prepared: Prepared,
    isFixing: boolean,
    kept: AnnotationValue | null,
    time = new TimeKeeper(this.#options.clock.now),
  ): void {
    this.#stopObserving?.();
    const { review, schema, ready } = prepared;
    const screen = new ScreenModel({
      schema,
      item: ready.item,
      value: (isFixing ? kept : null) ?? (review.value as AnnotationValue), // the server checked its shape
      isReadOnly: !isFixing,
      flagged: review.history.at(-1)?.regions,
    });
    this.#stopObserving = screen.editor.observe(() => this.#keep(screen, review, time));
    this.#set({ status: 'open', error: null, open: { prepared, review, screen, time, isFixing } });
  }

  #keep(screen: ScreenModel, review: ToReview, time: TimeKeeper): void {
    const { store, user, clock } = this.#options;
    if (this.#decided.has(review.annotation)) return;
    void store
      .putDraft({
        user,
        subject: subjectOf(review),
        value: screen.editor.toValue(),
        seconds: time.seconds,
        schemaVersion: review.schema_version,
        baseVersion: review.revision,
        isSynced: false,
        savedAt: clock.now(),
      })
      .catch(() => undefined);
    if (screen.faults.get().length) screen.faults.set(screen.check());
  }

  #fetch(): Promise<void> {
    this.#fetching ??= this.#fetchNext()
      .then(() => {
        this.#failures = 0;
      })
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#fetching = null;
        const { open } = this.getState();
        // The first is shown as soon as it is there; then the one after it is fetched.
        if (open && !this.#next && this.#mayHaveMore) void this.#fetch();
      });
    return this.#fetching;
  }

  #mayHaveMore = true;

  async #fetchNext(): Promise<void> {
    if (this.#next || this.#isStopped) return;
    const { open } = this.getState();
    const before = [...this.#decided].slice(-4);
    const review = await this.#options.fetchNext(
      open ? [open.review.annotation, ...before] : before,
    );
    if (this.#isStopped) return;
    this.#mayHaveMore = review !== null;
    if (!review || this.#decided.has(review.annotation)) {
      if (!this.getState().open) this.#set({ status: 'empty' });
      return;
    }
    const prepared = await this.#prepare(review);
    if (this.#isStopped) return prepared.ready.close();
    if (this.getState().open) this.#next = prepared;
    else this.#open(prepared, prepared.kept !== null, prepared.kept);
  }

  async #prepare(review: ToReview): Promise<Prepared> {
    const { user, store, fetchSchema } = this.#options;
    const [schema, ready, kept] = await Promise.all([
      fetchSchema(review.schema_version),
      this.#options.ready(review.item),
      store.draft(user, subjectOf(review)).catch(() => null),
    ]);
    const isOfThis = kept?.baseVersion === review.revision;
    return { review, schema, ready, kept: isOfThis ? (kept.value as AnnotationValue) : null };
  }

  #failed(error: unknown): void {
    if (!this.getState().open) this.#set({ status: 'failed', error });
    this.#failures += 1;
    this.#mayHaveMore = false;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#options.clock.after(backoff(this.#failures), () => {
      this.#mayHaveMore = true;
      void this.#fetch();
    });
  }

  #set(patch: Partial<ReviewState>): void {
    this.#store.set({ ...this.getState(), ...patch });
  }
}

/** Apart from the author's own draft of the same annotation: the same person may be both. */
function subjectOf(review: ToReview): string {
  return `review:${review.annotation}`;
}
