import type { KeptStore, OutboxEntry } from '@/api/kept/kept-database';
import type { Outbox } from '@/api/kept/outbox';
import type { Assignment, Submitted, WorkItem } from '@/api/types';
import type { AnnotationValue } from '@/editor/core/value';
import { ScreenModel, type ScreenItem } from '@/editor/screen/screen-model';
import type { ValueFault } from '@/editor/screen/check-value';
import type { Clock } from '@/lib/clock';
import type { DecodedImage } from '@/lib/decoded-image';
import { ExternalStore } from '@/lib/external-store';
import { newId } from '@/lib/ids';
import type { SchemaDocument } from '@/lib/schema-document';
import { isSameValue } from '@/lib/same-value';
import { TimeKeeper } from '@/lib/time-keeper';
import { DraftKeeper, type DraftBody } from './draft-keeper';
import { LeaseKeeper } from './lease-keeper';
import { TabClaim, type Channel } from './tab-claim';
import { WorkQueue } from './work-queue';

/** An annotation of mine that is opened again after it was submitted. */
export interface Reopened {
  readonly annotation: string;
  readonly revision: number;
}

/** What is worked on: a task, or (with `reopened`) something submitted before. */
export interface Subject {
  /** The assignment; of something reopened, the annotation. */
  readonly id: string;
  readonly item: WorkItem;
  readonly batch: {
    readonly id: string;
    readonly name: string;
    readonly instructions: string;
  } | null;
  readonly schemaVersion: string;
  readonly guidelineVersion: string | null;
  readonly value: AnnotationValue | null;
  readonly draftVersion: number;
  readonly seconds: number;
  readonly baseRevision: number | null;
  readonly returned: { readonly reason: string; readonly regions: readonly string[] } | null;
  readonly reopened: Reopened | null;
  readonly position: { readonly done: number; readonly total: number } | null;
}

/** Everything about one item, ready to be shown without waiting. */
export interface Prepared {
  readonly subject: Subject;
  readonly schema: SchemaDocument;
  readonly image: DecodedImage | null;
  /** Work on it that this computer kept and the server does not have. */
  readonly kept: {
    readonly value: AnnotationValue;
    readonly seconds: number;
    readonly baseVersion: number;
  } | null;
}

/** An item on the screen. */
export interface OpenWork {
  readonly prepared: Prepared;
  readonly subject: Subject;
  readonly screen: ScreenModel;
  readonly draft: DraftKeeper;
  readonly time: TimeKeeper;
}

/** What was handed in last, while it can still be looked at again. */
export interface Previous {
  readonly entry: string;
  readonly prepared: Prepared;
  readonly value: AnnotationValue;
  readonly seconds: number;
  readonly draftVersion: number;
  /** Known when the server has it. */
  readonly stored: Reopened | null;
}

export interface SessionState {
  readonly status: 'loading' | 'open' | 'empty' | 'failed';
  readonly work: OpenWork | null;
  readonly previous: Previous | null;
  readonly error: unknown;
  /** Another window of this person has this item. */
  readonly isElsewhere: boolean;
  /** Handed in during this sitting. */
  readonly doneHere: number;
  readonly positions: Readonly<Record<string, { readonly done: number; readonly total: number }>>;
}

export interface SessionOptions {
  readonly user: string;
  readonly store: KeptStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly channel: Channel;
  readonly fetch: (count: number) => Promise<readonly Assignment[]>;
  readonly fetchSchema: (version: string) => Promise<SchemaDocument>;
  readonly decode: (url: string, size: { width: number; height: number }) => Promise<DecodedImage>;
  readonly renew: (assignment: string) => Promise<number>;
  readonly saveDraft: (
    assignment: string,
    body: { value: Record<string, unknown>; seconds: number; schema_version: string },
    version: number,
  ) => Promise<number>;
  /** Instead of the queue: one annotation of mine to look at again. */
  readonly fetchReopened?: () => Promise<Subject>;
  /** Whatever the server said about something handed in. */
  readonly onStored?: (entry: OutboxEntry, answer: Submitted) => void;
}

/** What goes with a queued request, so that the page can show it again after a reload. */
export interface AboutEntry {
  readonly subject: Subject;
}

/**
 * A sitting of one person: takes tasks from the queue, keeps the work, hands it in through the outbox and shows the next one in
 * the same moment. Knows nothing of React.
 */
export class LabellingSession {
  readonly leases: LeaseKeeper;
  readonly #options: SessionOptions;
  readonly #store: ExternalStore<SessionState>;
  readonly #queue: WorkQueue<Prepared>;
  readonly #claim: TabClaim;
  readonly #cleanups: (() => void)[] = [];
  readonly #gone = new Set<string>();
  #stopWork: (() => void) | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#store = new ExternalStore<SessionState>({
      status: 'loading',
      work: null,
      previous: null,
      error: null,
      isElsewhere: false,
      doneHere: 0,
      positions: {},
    });
    this.leases = new LeaseKeeper({
      renew: options.renew,
      isActive: () => this.getState().work?.time.isActive ?? false,
      clock: options.clock,
    });
    this.#queue = new WorkQueue<Prepared>({
      fetch: options.fetch,
      prepare: (assignment) => this.#prepareAssignment(assignment),
      discard: (ready) => ready.image?.close(),
      isGone: (id) => this.#gone.has(id) || options.outbox.has(id),
      inFlight: () => options.outbox.getState().waiting.length,
      clock: options.clock,
    });
    this.#claim = new TabClaim(options.channel, newId(8), (isMine) => this.#changeHands(isMine));
    this.#cleanups.push(
      options.outbox.onSent((entry, answer) => this.#stored(entry, answer)),
      this.#queue.subscribe(() => this.#followQueue()),
    );
  }

  readonly getState = (): SessionState => this.#store.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  start(): void {
    if (this.#options.fetchReopened) void this.#openReopened(this.#options.fetchReopened);
    else void this.#queue.fill();
  }

  stop(): void {
    this.#closeWork();
    this.#queue.stop();
    this.leases.stop();
    this.#claim.close();
    for (const cleanup of this.#cleanups) cleanup();
  }

  /** Somebody moved: time runs. */
  touch(): void {
    this.getState().work?.time.touch();
  }

  setVisible(isVisible: boolean): void {
    this.getState().work?.time.setVisible(isVisible);
    if (!isVisible) this.getState().work?.draft.flush();
  }

  /** The network or the session is back. */
  resume(): void {
    this.getState().work?.draft.flush();
    void this.#queue.fill();
  }

  retry(): void {
    this.#set({ status: 'loading', error: null });
    if (this.#options.fetchReopened) void this.#openReopened(this.#options.fetchReopened);
    else if (!this.#openNext()) void this.#queue.fill();
  }

  /** Hands the work in and shows the next item at once; or answers with what is still missing. */
  submit(): readonly ValueFault[] {
    const { work, isElsewhere } = this.getState();
    if (!work || isElsewhere) return [];
    const faults = work.screen.check();
    work.screen.faults.set(faults);
    if (faults.length > 0) return faults;
    const { subject } = work;
    const value = work.screen.editor.toValue();
    const { seconds } = work.time;
    const id = newId();
    const about: AboutEntry = {
      subject: { ...subject, value, draftVersion: work.draft.version, seconds: work.time.seconds },
    };
    const body = {
      value,
      schema_version: subject.schemaVersion,
      guideline_version: subject.guidelineVersion,
      seconds,
    };
    this.#handOver(work);
    void this.#options.outbox
      .add(
        subject.reopened
          ? {
              id,
              kind: 'revise',
              subject: subject.id,
              path: `/api/v1/annotations/${subject.reopened.annotation}/revisions`,
              headers: { 'If-Match': `"${subject.reopened.revision}"` },
              body,
              about,
            }
          : {
              id,
              kind: 'submit',
              subject: subject.id,
              path: `/api/v1/assignments/${subject.id}/submit`,
              body: { ...body, base_revision: subject.baseRevision },
              about,
            },
      )
      .catch(() => undefined);
    this.#forget(this.getState().previous?.prepared);
    this.#set({
      doneHere: this.getState().doneHere + (subject.reopened ? 0 : 1),
      previous: {
        entry: id,
        prepared: work.prepared,
        value,
        seconds,
        draftVersion: work.draft.version,
        stored: null,
      },
    });
    if (!subject.reopened) this.#count(subject, 1);
    this.#openNext();
    return [];
  }

  /** Leaves the task to somebody else. */
  skip(reason: string): void {
    const { work, isElsewhere } = this.getState();
    if (!work || work.subject.reopened || isElsewhere) return;
    const { subject } = work;
    this.#handOver(work);
    void this.#options.outbox
      .add({
        id: newId(),
        kind: 'skip',
        subject: subject.id,
        path: `/api/v1/assignments/${subject.id}/skip`,
        body: { reason },
        about: { subject } satisfies AboutEntry,
      })
      .catch(() => undefined);
    this.#openNext();
    this.#forget(work.prepared);
  }

  get canGoBack(): boolean {
    const { previous, work } = this.getState();
    return previous !== null && !work?.subject.reopened;
  }

  /** Opens what was handed in last, to change it: taken back if it has not left yet, else as a new revision of it. */
  async goBack(): Promise<boolean> {
    const { previous } = this.getState();
    if (!previous || !this.canGoBack) return false;
    const { subject } = previous.prepared;
    const withdrawn = await this.#options.outbox.withdraw(previous.entry);
    const stored = this.getState().previous?.stored ?? null;
    if (!withdrawn && !stored) return false;
    this.#setAside();
    const { value, seconds, draftVersion } = previous;
    if (withdrawn) {
      this.#gone.delete(subject.id);
      if (!subject.reopened) this.#count(subject, -1);
      // As work on this computer that the server has not seen: opening it writes it down again at once.
      const kept = { value, seconds, baseVersion: draftVersion };
      this.#open({ ...previous.prepared, subject: { ...subject, draftVersion }, kept });
    } else {
      const again = { ...subject, value, seconds, reopened: stored };
      this.#open({ ...previous.prepared, subject: again, kept: null });
    }
    this.#set({ previous: null });
    return true;
  }

  /** Opens again what the server would not take, to mend it; the outbox gives it back. */
  async openRefused(entry: OutboxEntry): Promise<void> {
    const withdrawn = await this.#options.outbox.withdraw(entry.id);
    if (!withdrawn) return;
    const { subject } = withdrawn.about as AboutEntry; // this session wrote it
    this.#gone.delete(subject.id);
    this.#setAside();
    const value = subject.value ?? {};
    const kept = { value, seconds: subject.seconds, baseVersion: subject.draftVersion };
    const prepared = await this.#prepare({ ...subject, value: null });
    this.#open({ ...prepared, kept });
  }

  /** Closes something reopened without changing it. */
  leaveReopened(): void {
    const { work } = this.getState();
    if (!work?.subject.reopened) return;
    this.#handOver(work);
    void this.#options.store.dropDraft(this.#options.user, work.subject.id).catch(() => undefined);
    this.#openNext();
  }

  /** Takes the item over from the other window; what that one saved is fetched by opening anew. */
  takeOver(): void {
    this.#claim.takeOver();
  }

  /** Ends a conflict of drafts with the value that the person chose. */
  settleDraft(value: AnnotationValue, isTheirs: boolean): void {
    const { work } = this.getState();
    if (!work) return;
    if (isTheirs) work.draft.takeTheirs();
    work.screen.editor.replaceValue(value);
    if (!isTheirs) work.draft.keepMine({ value, seconds: work.time.seconds });
  }

  // Opening and closing

  #openNext(): boolean {
    if (this.#options.fetchReopened) {
      this.#closeWork();
      this.#set({ status: 'empty', work: null });
      return false;
    }
    const aside = this.#aside.pop();
    const next = aside ?? this.#queue.take();
    if (next) {
      this.#open(next);
      return true;
    }
    this.#closeWork();
    this.#set({ work: null, status: statusOf(this.#queue.getState().status) });
    return false;
  }

  /** What was on the screen when the person went back; it comes next. */
  readonly #aside: Prepared[] = [];

  #setAside(): void {
    const { work } = this.getState();
    if (!work) return;
    const value = work.screen.editor.toValue();
    this.#aside.push({
      ...work.prepared,
      subject: { ...work.subject, draftVersion: work.draft.version, seconds: work.time.seconds },
      kept: { value, seconds: work.time.seconds, baseVersion: work.draft.version },
    });
    work.draft.flush();
  }

  #open(prepared: Prepared): void {
    this.#closeWork();
    const { subject, schema, image, kept } = prepared;
    const { user, store, clock } = this.#options;
    const item: ScreenItem = image
      ? { kind: 'image', source: image.source, width: image.width, height: image.height }
      : { kind: 'text', text: subject.item.text ?? '' };
    const isBehind = kept !== null && kept.baseVersion !== subject.draftVersion;
    const isConflict =
      isBehind && subject.value !== null && !isSameValue(kept.value, subject.value);
    const screen = new ScreenModel({
      schema,
      item,
      value: kept?.value ?? subject.value,
      flagged: subject.returned?.regions,
    });
    const time = new TimeKeeper(clock.now, Math.max(kept?.seconds ?? 0, subject.seconds));
    const draft = new DraftKeeper({
      user,
      subject: subject.id,
      schemaVersion: subject.schemaVersion,
      version: subject.draftVersion,
      store,
      // A reopened annotation has no draft on the server; this computer keeps it until it is saved.
      put: subject.reopened
        ? null
        : (body: DraftBody, version) =>
            this.#options.saveDraft(
              subject.id,
              {
                value: body.value as Record<string, unknown>, // what this editor wrote
                seconds: body.seconds,
                schema_version: subject.schemaVersion,
              },
              version,
            ),
      clock,
    });
    if (isConflict) draft.raiseConflict(subject.value, subject.draftVersion);
    const save = () => draft.change({ value: screen.editor.toValue(), seconds: time.seconds });
    const stopObserving = screen.editor.observe(() => {
      time.touch();
      if (screen.faults.get().length) screen.faults.set(screen.check());
      if (!this.getState().isElsewhere) save();
    });
    if (kept && !isConflict && !isSameValue(kept.value, subject.value)) save();
    this.#stopWork = () => {
      stopObserving();
      time.stop();
      void draft.stop();
    };
    this.#set({
      status: 'open',
      error: null,
      isElsewhere: false,
      work: { prepared, subject, screen, draft, time },
    });
    this.#claim.claim(subject.id);
  }

  #closeWork(): void {
    this.#stopWork?.();
    this.#stopWork = null;
    this.#claim.release();
  }

  /** From here on the outbox has the work. */
  #handOver(work: OpenWork): void {
    this.#gone.add(work.subject.id);
    this.leases.letGo(work.subject.id);
    work.draft.handOver();
    work.time.stop();
  }

  /** Frees the image once nothing can be drawing it any more. */
  #forget(prepared: Prepared | undefined): void {
    if (prepared?.image) this.#options.clock.after(2000, prepared.image.close);
  }

  #changeHands(isMine: boolean): void {
    const { work } = this.getState();
    this.#set({ isElsewhere: !isMine });
    // What the other window did is on this computer: start from there.
    if (isMine && work) void this.#reread(work);
  }

  async #reread(work: OpenWork): Promise<void> {
    const kept = await this.#options.store.draft(this.#options.user, work.subject.id);
    if (this.getState().work !== work || !kept) return;
    const value = kept.value as AnnotationValue; // an editor of ours wrote it
    this.#open({
      ...work.prepared,
      subject: { ...work.subject, value, draftVersion: kept.baseVersion },
      kept: { value, seconds: kept.seconds, baseVersion: kept.baseVersion },
    });
  }

  async #openReopened(fetch: () => Promise<Subject>): Promise<void> {
    try {
      this.#open(await this.#prepare(await fetch()));
    } catch (error) {
      this.#set({ status: 'failed', error });
    }
  }

  #followQueue(): void {
    const { status, work } = this.getState();
    const queue = this.#queue.getState();
    if (work && status === 'open') return;
    if (queue.status === 'ready') this.#openNext();
    else this.#set({ status: statusOf(queue.status), error: queue.error });
  }

  // Getting ready

  #prepareAssignment(assignment: Assignment): Promise<Prepared> {
    this.leases.hold({ id: assignment.id, expiresAt: Date.parse(assignment.expires_at) });
    this.#place(assignment);
    return this.#prepare({
      id: assignment.id,
      item: assignment.item,
      batch: assignment.batch,
      schemaVersion: assignment.schema_version ?? '',
      guidelineVersion: assignment.guideline_version,
      value: assignment.value as AnnotationValue | null, // the server checked its shape
      draftVersion: assignment.draft_version,
      seconds: assignment.draft_seconds,
      baseRevision: assignment.base_revision,
      returned: assignment.returned,
      reopened: null,
      position: assignment.position,
    });
  }

  async #prepare(subject: Subject): Promise<Prepared> {
    const { user, store, fetchSchema, decode } = this.#options;
    const { media_url: url, width, height } = subject.item;
    const [schema, image, kept] = await Promise.all([
      fetchSchema(subject.schemaVersion),
      url && width && height ? decode(url, { width, height }) : null,
      store.draft(user, subject.id).catch(() => null),
    ]);
    const isOurs = kept && kept.schemaVersion === subject.schemaVersion;
    return {
      subject,
      schema,
      image,
      kept: isOurs
        ? {
            value: kept.value as AnnotationValue,
            seconds: kept.seconds,
            baseVersion: kept.baseVersion,
          }
        : null,
    };
  }

  #place(assignment: Assignment): void {
    const { positions } = this.getState();
    const { id } = assignment.batch;
    const known = positions[id];
    const done = Math.max(known?.done ?? 0, assignment.position.done);
    this.#set({ positions: { ...positions, [id]: { done, total: assignment.position.total } } });
  }

  #count(subject: Subject, by: number): void {
    const { positions } = this.getState();
    const known = subject.batch && positions[subject.batch.id];
    if (!known || !subject.batch) return;
    this.#set({
      positions: { ...positions, [subject.batch.id]: { ...known, done: known.done + by } },
    });
  }

  #stored(entry: OutboxEntry, answer: unknown): void {
    const { previous } = this.getState();
    const stored = storedIn(entry, answer);
    if (stored && previous?.entry === entry.id) this.#set({ previous: { ...previous, stored } });
    if (entry.kind === 'submit') this.#options.onStored?.(entry, answer as Submitted); // its kind says so
    void this.#queue.fill();
  }

  #set(patch: Partial<SessionState>): void {
    this.#store.set({ ...this.getState(), ...patch });
  }
}

function storedIn(entry: OutboxEntry, answer: unknown): Reopened | null {
  if (entry.kind !== 'submit') return null;
  const { annotation, revision, state } = answer as Submitted; // its kind says so
  return state === 'extra' ? null : { annotation, revision };
}

function statusOf(status: 'loading' | 'ready' | 'empty' | 'failed'): SessionState['status'] {
  return status === 'ready' ? 'loading' : status;
}
