import type { PartChange } from '@/api/carry';
import type { KeptStore, OutboxEntry } from '@/api/kept/kept-database';
import type { Outbox } from '@/api/kept/outbox';
import type { GuidelineStanding } from '@/api/guideline-reading';
import type { Assignment, Feedback, HandedOut, Submitted, WorkItem } from '@/api/types';
import type { AnnotationValue } from '@/editor/core/value';
import type { ItemSource, ReadyItem } from '@/editor/screen/screen-item';
import { ScreenModel, type Prediction } from '@/editor/screen/screen-model';
import type { ValueFault } from '@/editor/screen/check-value';
import type { Clock } from '@/lib/clock';
import { ExternalStore } from '@/lib/external-store';
import { newId } from '@/lib/ids';
import type { SchemaDocument } from '@/lib/schema-document';
import { isSameValue } from '@/lib/same-value';
import { TimeKeeper } from '@/lib/time-keeper';
import { CarriedWork, type Before } from './carried-work';
import { DraftKeeper, type DraftBody } from './draft-keeper';
import { forgetBefore, keepBefore, keptBefore } from './kept-before';
import { LeaseKeeper } from './lease-keeper';
import type { SchemaCarrier } from './schema-carrier';
import type { TurnedDown } from './turned-down';
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
  /** The guideline version that changed a rule after this was labelled; null where nobody looks at it again. */
  readonly recheck: { readonly number: number; readonly summary: string } | null;
  readonly reopened: Reopened | null;
  /** What was submitted before: returned, or opened again. */
  readonly annotation: string | null;
  /** My question about it that has an answer now. */
  readonly question: string | null;
  readonly position: { readonly done: number; readonly total: number } | null;
  /** In a training: what has to be reached. What was meant is told after it is handed in. */
  readonly training: { readonly pass_mark: number } | null;
  /** What a model says about the item; null where the batch shows none. */
  readonly prediction: Predicted | null;
}

interface Predicted extends Prediction {
  readonly schemaVersion: string;
}

/** Everything about one item, ready to be shown without waiting. */
export interface Prepared {
  readonly subject: Subject;
  readonly schema: SchemaDocument;
  readonly ready: ReadyItem;
  /** Work on it that this computer kept and the server does not have. */
  readonly kept: {
    readonly value: AnnotationValue;
    readonly seconds: number;
    readonly baseVersion: number;
    readonly schemaVersion: string;
  } | null;
  /** What a change of the schema did to it; null where it did nothing. */
  readonly carried: Carried | null;
  /** What this person turned down of the prediction, where there is one. */
  readonly turnedDown: TurnedDown | null;
}

export interface Carried {
  readonly before: Before;
  readonly changes: readonly PartChange[];
  /** Places among the changes that the person has dealt with already. */
  readonly decided: readonly number[];
  /** It happened before their eyes. */
  readonly isLive?: boolean;
}

/** An item on the screen. */
export interface OpenWork {
  readonly prepared: Prepared;
  readonly subject: Subject;
  readonly screen: ScreenModel;
  readonly draft: DraftKeeper;
  readonly time: TimeKeeper;
  readonly carried: CarriedWork | null;
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

/** What was handed in in a training; `told` once the server has answered. The next item waits until it was looked at. */
export interface LookedBack {
  readonly entry: string;
  readonly prepared: Prepared;
  readonly told: Feedback | null;
}

export interface SessionState {
  /**
   * `reading`: the guideline changed, and is read before the next task. `looking`: something was handed in in a training, and
   * is looked at beside what was meant.
   */
  readonly status: 'loading' | 'open' | 'reading' | 'looking' | 'empty' | 'failed';
  readonly work: OpenWork | null;
  readonly previous: Previous | null;
  readonly looked: LookedBack | null;
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
  readonly fetch: (count: number) => Promise<HandedOut>;
  readonly fetchSchema: (version: string) => Promise<SchemaDocument>;
  readonly ready: (item: ItemSource) => Promise<ReadyItem>;
  readonly renew: (assignment: string) => Promise<number>;
  readonly saveDraft: (
    assignment: string,
    body: { value: Record<string, unknown>; seconds: number; schema_version: string },
    version: number,
  ) => Promise<number>;
  /** The project's current schema version as far as the page knows. */
  readonly schemaVersion?: string | null;
  /** Without it, work stays under the schema version that it was begun with. */
  readonly carrier?: () => Promise<SchemaCarrier>;
  /** The server has heard from us, or gave something out: a moment to look whether the schema moved. */
  readonly onContact?: () => void;
  /** Instead of the queue: one annotation of mine to look at again. */
  readonly fetchReopened?: () => Promise<Subject>;
  /** Whatever the server said about something handed in. */
  readonly onStored?: (entry: OutboxEntry, answer: Submitted) => void;
}

/** How soon work is looked at again that could not be carried over: a gesture was under way, or the network was gone. */
const RETRY_CARRY_MS = 1000;

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
  /** Put aside for a question; they come back with an answer. */
  readonly #parked = new Set<string>();
  #stopWork: (() => void) | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#current = options.schemaVersion ?? null;
    this.#store = new ExternalStore<SessionState>({
      status: 'loading',
      work: null,
      previous: null,
      looked: null,
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
      fetch: async (count) => {
        const { assignments: found, guideline } = await options.fetch(count);
        this.#standAt(guideline);
        // A new task comes with the newest version: another than ours means that it moved.
        const isMoved = found.some(
          ({ value, schema_version: version }) => value === null && version !== this.#current,
        );
        if (isMoved) options.onContact?.();
        return found;
      },
      prepare: (assignment) => this.#prepareAssignment(assignment),
      discard: ({ ready }) => ready.close(),
      isGone: ({ id, question }) =>
        this.#gone.has(id) || options.outbox.has(id) || (question === null && this.#parked.has(id)),
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
    else this.#fill();
  }

  stop(): void {
    this.#closeWork();
    this.#cancelCarry?.();
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
    this.#fill();
  }

  /** Something of mine was answered: what was put aside for it is the next. */
  look(): void {
    if (!this.#options.fetchReopened) void this.#queue.look();
  }

  retry(): void {
    this.#set({ status: 'loading', error: null });
    if (this.#options.fetchReopened) void this.#openReopened(this.#options.fetchReopened);
    else if (!this.#openNext()) this.#fill();
  }

  /** Another round of a training: its items are counted anew. */
  startAgain(batch: string): void {
    const { positions } = this.getState();
    this.#set({
      positions: Object.fromEntries(Object.entries(positions).filter(([id]) => id !== batch)),
    });
    this.retry();
  }

  /** The project's current guideline version, as the server has just said: of another one it knows whether I must read it. */
  followGuideline(version: string | null): void {
    if (!this.#guideline || version === null || version === this.#guideline.current) return;
    void this.#queue.look();
  }

  /** The person has read the guideline as it is in this version, and goes on. */
  confirmReading(version: string): void {
    this.#confirmed = version;
    this.#standAt({ current: version, acknowledged: version, is_to_be_read: false });
    if (this.getState().status !== 'reading') return;
    this.#set({ status: 'loading' });
    this.#openNext();
  }

  /** The project's current schema version, as the server has just said. */
  followSchema(version: string): void {
    if (version === this.#current) return;
    this.#current = version;
    void this.#carryOpen();
  }

  /** Answers what a change of the schema asked about a part of the open work. */
  decide(at: number, key: string | null): void {
    const { work } = this.getState();
    if (!work?.carried) return;
    if (key === null) work.carried.leave(at);
    else work.carried.decide(at, key, work.screen.editor);
    work.draft.change({ value: work.screen.editor.toValue(), seconds: work.time.seconds });
  }

  /** Hands the work in and shows the next item at once; or answers with what is still missing. */
  submit(): readonly ValueFault[] {
    const { work, isElsewhere } = this.getState();
    if (!work || isElsewhere || work.carried?.waiting.length || work.screen.item.kind === 'broken')
      return [];
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
      guideline_version: this.#guideline?.acknowledged ?? null,
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
    if (subject.training) {
      this.#lookBack(work, id);
      return [];
    }
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

  /** What was handed in stays on the screen until the server has told what was meant, and that was looked at. */
  #lookBack({ subject, prepared }: OpenWork, entry: string): void {
    this.#closeWork();
    this.#count(subject, 1);
    this.#set({
      status: 'looking',
      work: null,
      previous: null,
      doneHere: this.getState().doneHere + 1,
      looked: { entry, prepared, told: null },
    });
  }

  /** The feedback was looked at; the next item. */
  goOn(): void {
    const { status, looked } = this.getState();
    if (status !== 'looking') return;
    this.#forget(looked?.prepared);
    this.#set({ status: 'loading', looked: null });
    this.#openNext();
    this.#fill();
  }

  /**
   * Puts the task aside with all that was done on it: `ask` does so on the server, once that has the draft. Rejects, and changes
   * nothing here, when it could not.
   */
  async park(ask: () => Promise<unknown>): Promise<void> {
    const { work } = this.getState();
    if (!work || work.subject.reopened) return;
    await work.draft.settled();
    await ask();
    this.#parked.add(work.subject.id);
    this.leases.letGo(work.subject.id);
    if (this.getState().work === work) this.#openNext();
  }

  /** Leaves the task to somebody else; with `flagsItem` because the item itself is no good. */
  skip(reason: string, flagsItem = false): void {
    const { work, isElsewhere } = this.getState();
    if (!work || work.subject.reopened || work.subject.training || isElsewhere) return;
    const { subject } = work;
    this.#handOver(work);
    void this.#options.outbox
      .add({
        id: newId(),
        kind: 'skip',
        subject: subject.id,
        path: `/api/v1/assignments/${subject.id}/skip`,
        body: { reason, flags_item: flagsItem },
        about: { subject } satisfies AboutEntry,
      })
      .catch(() => undefined);
    this.#openNext();
    this.#forget(work.prepared);
  }

  /** Fetches the picture of what is on the screen once more. */
  async reloadItem(): Promise<void> {
    const { work } = this.getState();
    if (work?.screen.item.kind !== 'broken') return;
    const prepared = await this.#prepare(work.subject).catch(() => null);
    if (prepared && this.getState().work === work) await this.#show(prepared);
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
      const { schemaVersion } = subject;
      const kept = { value, seconds, baseVersion: draftVersion, schemaVersion };
      await this.#show({ ...previous.prepared, subject: { ...subject, draftVersion }, kept });
    } else if (stored) {
      const { annotation, revision: baseRevision } = stored;
      const again = { ...subject, value, seconds, reopened: stored, annotation, baseRevision };
      await this.#show({ ...previous.prepared, subject: again, kept: null, carried: null });
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
    const { seconds, draftVersion: baseVersion, schemaVersion } = subject;
    const prepared = await this.#prepare({ ...subject, value: null });
    await this.#show({ ...prepared, kept: { value, seconds, baseVersion, schemaVersion } });
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

  /** Who looks at one annotation again takes no task. */
  #fill(): void {
    if (!this.#options.fetchReopened) void this.#queue.fill();
  }

  // Opening and closing

  #openNext(): boolean {
    if (this.#options.fetchReopened) {
      this.#closeWork();
      this.#set({ status: 'empty', work: null });
      return false;
    }
    const aside = this.#aside.pop();
    if (!aside && this.#guideline?.is_to_be_read && this.#queue.ahead.length > 0) {
      this.#closeWork();
      this.#set({ status: 'reading', work: null });
      return false;
    }
    const next = aside ?? this.#queue.take();
    if (next) {
      void this.#show(aside ? next : this.#underTheGuideline(next));
      return true;
    }
    this.#closeWork();
    this.#set({ work: null, status: statusOf(this.#queue.getState().status) });
    return false;
  }

  /** How the person stands with the guideline, once the server has said. */
  #guideline: GuidelineStanding | null = null;
  #confirmed: string | null = null;

  #standAt(standing: GuidelineStanding): void {
    // An answer that was under way when they confirmed knows nothing of it.
    const isOld = standing.is_to_be_read && standing.current === this.#confirmed;
    this.#guideline = isOld
      ? { ...standing, acknowledged: this.#confirmed, is_to_be_read: false }
      : standing;
  }

  /** What waited here while the guideline changed is begun under the new one. */
  #underTheGuideline(prepared: Prepared): Prepared {
    const current = this.#guideline?.current;
    if (!current || current === prepared.subject.guidelineVersion) return prepared;
    return { ...prepared, subject: { ...prepared.subject, guidelineVersion: current } };
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
      kept: {
        value,
        seconds: work.time.seconds,
        baseVersion: work.draft.version,
        schemaVersion: work.subject.schemaVersion,
      },
      carried: carriedOf(work),
    });
    work.draft.flush();
  }

  /** The project's current schema version, once it is known. */
  #current: string | null;
  #isBringing = false;
  #cancelCarry: (() => void) | null = null;

  /** Opens it, under the current schema version if it was begun under another; at once where there is nothing to carry. */
  async #show(prepared: Prepared): Promise<void> {
    if (!this.#isBehind(prepared)) return this.#open(prepared);
    this.#closeWork();
    this.#isBringing = true;
    this.#set({ status: 'loading', work: null });
    // Without network it opens as it is: the server takes it so, too.
    const brought = await this.#brought(prepared).catch(() => prepared);
    this.#isBringing = false;
    this.#open(brought);
  }

  #isBehind({ subject, kept }: Prepared): boolean {
    if (!this.#options.carrier || !this.#current) return false;
    const begun = kept ? kept.schemaVersion : subject.schemaVersion;
    return begun !== this.#current || subject.schemaVersion !== this.#current;
  }

  async #brought(prepared: Prepared): Promise<Prepared> {
    const { carrier, user, store } = this.#options;
    if (!carrier || !this.#current) return prepared;
    const isToBeTold = !prepared.carried && (await keptBefore(store, user, prepared.subject.id));
    if (!this.#isBehind(prepared) && !isToBeTold) return prepared;
    return (await carrier()).bring(prepared, this.#current);
  }

  /** What is on the screen goes on under the current schema version, as soon as the hand is still. */
  async #carryOpen(): Promise<void> {
    this.#cancelCarry?.();
    const { work, isElsewhere } = this.getState();
    if (!work || isElsewhere || !this.#isBehind(asItStands(work))) return;
    const later = () => {
      this.#cancelCarry = this.#options.clock.after(RETRY_CARRY_MS, () => void this.#carryOpen());
    };
    const { document } = work.screen.editor.getState();
    const begun = asItStands(work);
    const brought = await this.#brought(begun).catch(() => null);
    if (this.getState().work !== work) return;
    const isStill = work.screen.editor.getState().document === document && work.draft.isQuiet;
    if (!brought || !isStill || work.screen.editor.isInGesture) return later();
    const { value, schemaVersion } = begun.kept;
    const before = { value, schemaVersion, schema: work.screen.schema };
    const carried = brought.carried ?? { before, changes: [], decided: [] };
    const kept = brought.kept && { ...brought.kept, baseVersion: work.draft.version };
    const subject = { ...brought.subject, draftVersion: work.draft.version };
    this.#open({ ...brought, subject, kept, carried: { ...carried, isLive: true } }, true);
  }

  #open(prepared: Prepared, mustSave = false): void {
    this.#closeWork();
    const { subject, schema, kept } = prepared;
    const { item } = prepared.ready;
    const { user, store, clock } = this.#options;
    const isBehind = kept !== null && kept.baseVersion !== subject.draftVersion;
    const isConflict =
      isBehind && subject.value !== null && !isSameValue(kept.value, subject.value);
    // Under another schema version its labels may be none.
    const predicted =
      subject.prediction?.schemaVersion === subject.schemaVersion ? subject.prediction : null;
    const screen = new ScreenModel({
      schema,
      item,
      value: kept?.value ?? subject.value,
      prediction: predicted && (prepared.turnedDown?.without(predicted) ?? predicted),
      flagged: subject.returned?.regions,
      before: this.getState().previous?.value ?? null,
    });
    const time = new TimeKeeper(clock.now, Math.max(kept?.seconds ?? 0, subject.seconds));
    const carried = this.#carriedWork(prepared);
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
      isHeld: () => (carried?.waiting.length ?? 0) > 0,
      onSaved: this.#options.onContact,
    });
    if (isConflict) draft.raiseConflict(subject.value, subject.draftVersion);
    const save = () => draft.change({ value: screen.editor.toValue(), seconds: time.seconds });
    const stopObserving = screen.editor.observe(() => {
      time.touch();
      if (screen.faults.get().length) screen.faults.set(screen.check());
      if (!this.getState().isElsewhere) save();
    });
    if (kept && !isConflict && (mustSave || !isSameValue(kept.value, subject.value))) save();
    const stopKeeping = predicted && prepared.turnedDown?.keep(screen.editor, predicted);
    this.#stopWork = () => {
      stopObserving();
      stopKeeping?.();
      time.stop();
      void draft.stop();
    };
    this.#set({
      status: 'open',
      error: null,
      isElsewhere: false,
      looked: null,
      work: { prepared, subject, screen, draft, time, carried },
    });
    this.#claim.claim(subject.id);
  }

  #carriedWork({ carried, subject }: Prepared): CarriedWork | null {
    if (!carried) return null;
    const { user, store } = this.#options;
    const { before, changes, decided } = carried;
    return new CarriedWork(
      before,
      changes,
      decided,
      (now) => void keepBefore(store, user, subject.id, before, now),
    );
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
    void forgetBefore(this.#options.store, this.#options.user, work.subject.id);
    work.prepared.turnedDown?.forget();
  }

  /** Frees its media once nothing can be drawing them any more. */
  #forget(prepared: Prepared | undefined): void {
    if (prepared) this.#options.clock.after(2000, prepared.ready.close);
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
    const { seconds, baseVersion, schemaVersion } = kept;
    await this.#show({
      ...work.prepared,
      subject: { ...work.subject, value, draftVersion: baseVersion, schemaVersion },
      schema: await this.#options.fetchSchema(schemaVersion),
      kept: { value, seconds, baseVersion, schemaVersion },
      carried: null,
    });
  }

  async #openReopened(fetch: () => Promise<Subject>): Promise<void> {
    try {
      await this.#show(await this.#prepare(await fetch()));
    } catch (error) {
      this.#set({ status: 'failed', error });
    }
  }

  #followQueue(): void {
    const { status, work } = this.getState();
    const queue = this.#queue.getState();
    if ((work && status === 'open') || status === 'reading' || status === 'looking') return;
    if (this.#isBringing) return;
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
      recheck: assignment.recheck,
      reopened: null,
      annotation: assignment.annotation,
      question: assignment.question,
      position: assignment.position,
      training: assignment.training,
      prediction: assignment.prediction && {
        ...(assignment.prediction as Prediction), // the server checked its shape
        schemaVersion: assignment.schema_version ?? '',
      },
    });
  }

  async #prepare(subject: Subject): Promise<Prepared> {
    const { user, store, fetchSchema } = this.#options;
    const [schema, ready, kept, turnedDown] = await Promise.all([
      fetchSchema(subject.schemaVersion),
      this.#options.ready(subject.item),
      store.draft(user, subject.id).catch(() => null),
      subject.prediction && loadTurnedDown(subject.id),
    ]);
    const prepared: Prepared = {
      subject,
      schema,
      ready,
      kept: kept && {
        value: kept.value as AnnotationValue, // an editor of ours wrote it
        seconds: kept.seconds,
        baseVersion: kept.baseVersion,
        schemaVersion: kept.schemaVersion,
      },
      carried: null,
      turnedDown,
    };
    return this.#brought(prepared).catch(() => prepared);
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
    const { previous, looked } = this.getState();
    if (looked?.entry === entry.id) {
      const { training: told } = answer as Submitted; // only what is handed in is looked back at
      this.#set({ looked: { ...looked, told } });
    }
    const stored = storedIn(entry, answer);
    if (stored && previous?.entry === entry.id) this.#set({ previous: { ...previous, stored } });
    if (entry.kind === 'submit') this.#options.onStored?.(entry, answer as Submitted); // its kind says so
    this.#fill();
  }

  #set(patch: Partial<SessionState>): void {
    this.#store.set({ ...this.getState(), ...patch });
  }
}

/** The work as it is at this moment, as if it had just been prepared. */
function asItStands(work: OpenWork) {
  const { subject, time, draft, prepared } = work;
  const { schemaVersion } = subject;
  const kept = {
    value: work.screen.editor.toValue(),
    seconds: time.seconds,
    baseVersion: draft.version,
    schemaVersion,
  };
  return { ...prepared, subject, schema: work.screen.schema, kept, carried: carriedOf(work) };
}

function carriedOf({ carried }: OpenWork): Carried | null {
  if (!carried) return null;
  const { before, changes } = carried;
  return { before, changes, decided: [...carried.getState().decided] };
}

function storedIn(entry: OutboxEntry, answer: unknown): Reopened | null {
  if (entry.kind !== 'submit') return null;
  const { annotation, revision, state } = answer as Submitted; // its kind says so
  if (state === 'extra' || annotation === null || revision === null) return null;
  return { annotation, revision };
}

function statusOf(status: 'loading' | 'ready' | 'empty' | 'failed'): SessionState['status'] {
  return status === 'ready' ? 'loading' : status;
}

/** Comes with the first prediction; without it everything is proposed anew. */
function loadTurnedDown(subject: string): Promise<TurnedDown | null> {
  return import('./turned-down').then(
    (code) => new code.TurnedDown(subject),
    () => null,
  );
}
