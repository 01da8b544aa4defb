import { invert, isEmpty, touched, withOrigin, type ChangeSet } from './change-set';
import {
  applyChange,
  difference,
  EMPTY_DOCUMENT,
  fromValue,
  isSaid,
  regionById,
  toValue,
  withPredicted,
  type AnnotationDocument,
} from './document';
import { History } from './history';
import { groupingOf, withGroups } from './groups';
import { newRegionId } from './ids';
import { placedBefore, stepped, type OrderStep } from './order';
import { EditorSchema, labelId, type SchemaDocument } from './schema';
import { initialState, isIsolated, isLocked, toggled, type EditorState, type Others } from './state';
import type { AnnotationValue, FieldValue, Region, RelationEntry } from './value';

export interface EditorOptions {
  readonly schema: SchemaDocument;
  readonly value?: AnnotationValue | null;
  /** What a model says, to be taken over or turned down. */
  readonly predicted?: readonly Region[];
  readonly tool?: string;
  readonly isReadOnly?: boolean;
  readonly newId?: () => string;
}

export type NewRegion = Omit<Region, 'id' | 'attributes'> &
  Partial<Pick<Region, 'id' | 'attributes'>>;
export type RegionPatch = Partial<Pick<Region, 'label' | 'geometry' | 'attributes'>> & {
  readonly group?: string | undefined;
};
export type Observer = (change: ChangeSet, state: EditorState) => void;

/** A gesture under way: its changes are visible at once and become one undo step, or none. */
export interface Gesture {
  commit(): void;
  cancel(): void;
}

export interface ChangeOptions {
  /** Make this part of the step before it if that was of the same thing: a held-down key, the next letter of a note. */
  readonly continues?: boolean;
}

/**
 * One annotation under edit: the document, its history, and what is selected, hidden and current. The document changes only
 * through change sets; whoever saves, counts or paints observes those.
 */
export class Editor {
  readonly schema: EditorSchema;
  readonly isReadOnly: boolean;
  readonly newId: () => string;
  #state: EditorState;
  #history = new History();
  /** The document as it was when the open gesture began. */
  #mark: { before: AnnotationDocument } | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #observers = new Set<Observer>();

  constructor(options: EditorOptions) {
    this.schema = new EditorSchema(options.schema);
    this.isReadOnly = options.isReadOnly ?? false;
    this.newId = options.newId ?? newRegionId;
    const said = options.value ? fromValue(options.value) : EMPTY_DOCUMENT;
    const document = withPredicted(said, options.predicted ?? []);
    this.#state = initialState(this.schema, document, options.tool ?? 'select');
  }

  readonly getState = (): EditorState => this.#state;

  /** Calls `listener` after any change of the state, selection and tool included. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls `observer` with each change set of the document. */
  observe(observer: Observer): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  toValue(): AnnotationValue {
    return toValue(this.#state.document, this.schema);
  }

  /** Shows `value` instead, as a change from elsewhere: it is not an undo step, and steps before it stay usable. */
  replaceValue(value: AnnotationValue): void {
    this.apply(difference(this.#state.document, this.#read(value), 'remote'));
  }

  /** Says what `value` says from now on, as one undo step. */
  setValue(value: AnnotationValue): void {
    this.#change(difference(this.#state.document, this.#read(value), 'local'));
  }

  /** What only a model says stays beside any value. */
  #read(value: AnnotationValue): AnnotationDocument {
    const predicted = this.#state.document.regions.filter((region) => !isSaid(region));
    return withPredicted(fromValue(value), predicted);
  }

  region(id: string): Region | undefined {
    return regionById(this.#state.document, id);
  }

  get selectedRegions(): Region[] {
    return this.#state.selection.flatMap((id) => this.region(id) ?? []);
  }

  /** Something is being drawn or dragged. */
  get isInGesture(): boolean {
    return this.#mark !== null;
  }

  canEdit(region: Region): boolean {
    return !this.isReadOnly && !isLocked(this.#state, region);
  }

  // Changing the document

  /** Starts a gesture. One that is still open is cancelled: two at once would share an undo step. */
  begin(): Gesture {
    if (this.#mark) this.#cancel(this.#mark);
    const mark = { before: this.#state.document };
    this.#mark = mark;
    this.#history.seal();
    return {
      commit: () => this.#mark === mark && this.#commit(mark),
      cancel: () => this.#mark === mark && this.#cancel(mark),
    };
  }

  /** The new regions; none in a read-only editor. */
  create(...regions: readonly NewRegion[]): Region[] {
    if (this.isReadOnly) return [];
    const created = regions.map((region) => said({ id: this.newId(), attributes: {}, ...region }));
    const document = this.#state.document;
    const at = document.regions.length;
    // A field that was answered with "nothing" isn't any more once it has a region.
    const answered = [...new Set(created.map((region) => region.field))]
      .filter((field) => document.answers[field] !== undefined)
      .map((field) => ({ field, old: document.answers[field], new: undefined }));
    this.#change({ created: created.map((region, n) => ({ region, at: at + n })), answered });
    return created;
  }

  /** Whoever changes what a model said says it from then on. */
  update(patches: ReadonlyMap<string, RegionPatch>, options: ChangeOptions = {}): void {
    const updated = [...patches].flatMap(([id, patch]) => {
      const old = this.region(id);
      return old ? [{ old, new: patched(said(old), patch) }] : [];
    });
    this.#change({ updated }, options);
  }

  /** Says what a model says of these regions, as it says it. */
  takeOver(ids: readonly string[]): void {
    const predicted = ids.filter((id) => this.region(id)?.predicted !== undefined);
    this.update(new Map(predicted.map((id) => [id, {}])));
  }

  delete(ids: readonly string[]): void {
    const { places } = this.#state.document;
    const deleted = [...new Set(ids)]
      .flatMap((id) => {
        const region = this.region(id);
        const at = places.get(id);
        return region && at !== undefined ? [{ region, at }] : [];
      })
      .sort((a, b) => a.at - b.at);
    this.#change({ deleted });
  }

  /** Puts the selected regions into a group of their own, or takes them out of the one that they all are of. */
  toggleGroup(): void {
    const regions = this.selectedRegions.filter((region) => this.canEdit(region));
    const kind = groupingOf(regions);
    if (kind === 'none') return;
    const group = kind === 'ungroup' ? undefined : this.newId();
    this.update(new Map(regions.map(({ id }) => [id, { group }])));
  }

  /** Selects the whole groups of what is selected. */
  selectGroups(): void {
    this.select(withGroups(this.#state.document.regions, this.#state.selection));
  }

  /** Raises or lowers the selected regions among those of their field. */
  reorder(step: OrderStep): void {
    const ids = new Set(
      this.selectedRegions.filter((region) => this.canEdit(region)).map(({ id }) => id),
    );
    const fields = new Set(this.selectedRegions.map(({ field }) => field));
    this.#arrange((regions, field) => (fields.has(field) ? stepped(regions, ids, step) : regions));
  }

  /** Puts a region right below the one called `before` of its field, or over all of them. */
  placeBefore(id: string, before: string | null): void {
    const region = this.region(id);
    if (!region || !this.canEdit(region)) return;
    this.#arrange((regions, field) =>
      field === region.field ? placedBefore(regions, id, before) : regions,
    );
  }

  /** Each field's regions in another order, in the places that the field has. */
  #arrange(order: (regions: readonly Region[], field: string) => readonly Region[]): void {
    const { document } = this.#state;
    const fields = new Set(document.regions.map(({ field }) => field));
    const queues = new Map(
      [...fields].map((field) => {
        const mine = document.regions.filter((region) => region.field === field);
        return [field, order(mine, field)[Symbol.iterator]()] as const;
      }),
    );
    const regions = document.regions.map(({ field }): Region => queues.get(field)?.next().value as Region); // as many as before
    const places = new Map(regions.map(({ id }, at) => [id, at]));
    this.#change(difference(document, { ...document, regions, places }, 'local'));
  }

  /** Answers a whole-item field; undefined takes the answer back. */
  answer(field: string, answer: FieldValue | undefined, options: ChangeOptions = {}): void {
    const old = this.#state.document.answers[field];
    if (JSON.stringify(old) === JSON.stringify(answer)) return;
    this.#change({ answered: [{ field, old, new: answer }] }, options);
  }

  /** Exchanges the relations of a field; an empty list takes the last ones away. */
  relate(field: string, relations: readonly RelationEntry[]): void {
    const old = this.#state.document.relations[field];
    this.#change({ related: [{ field, old, new: relations.length ? relations : undefined }] });
  }

  /** Carries out a change set made elsewhere (`remote`) without making it an undo step. */
  apply(change: ChangeSet): void {
    if (isEmpty(change)) return;
    // Else the end of the gesture would take the other side's change for its own, and its cancellation would revert it.
    if (this.#mark) this.#mark.before = applyChange(this.#mark.before, change);
    this.#history.seal();
    this.#emit(change);
  }

  undo(): void {
    this.#replay(this.#mark ? undefined : this.#history.back(), invert);
  }

  redo(): void {
    this.#replay(this.#mark ? undefined : this.#history.forth(), (step) => step);
  }

  /** The next change starts an undo step of its own, even if it `continues` (focus left the note). */
  seal(): void {
    this.#history.seal();
  }

  #change(parts: Partial<ChangeSet>, options: ChangeOptions = {}): void {
    const change: ChangeSet = {
      origin: 'local',
      created: [],
      updated: [],
      deleted: [],
      answered: [],
      related: [],
      ...parts,
    };
    if (this.isReadOnly || isEmpty(change)) return;
    const before = this.#state.document;
    if (this.#mark) return this.#emit(change);
    const open = this.#history.open;
    if (options.continues && open && isSameThing(open, change)) {
      const start = applyChange(before, invert(open));
      const step = difference(start, applyChange(before, change), 'local');
      if (isEmpty(step)) this.#history.dropLast();
      else this.#history.replaceLast(step);
    } else {
      // Only changes that can go on may be continued: a new region always is a step of its own.
      this.#history.push(change, !change.created.length && !change.deleted.length);
    }
    this.#emit(change);
  }

  #commit(mark: { before: AnnotationDocument }): void {
    this.#mark = null;
    const step = difference(mark.before, this.#state.document, 'local');
    if (!isEmpty(step)) this.#history.push(step, false);
    this.#set({});
  }

  #cancel(mark: { before: AnnotationDocument }): void {
    this.#mark = null;
    const back = difference(this.#state.document, mark.before, 'replay');
    if (!isEmpty(back)) this.#emit(back);
  }

  #replay(step: ChangeSet | undefined, direction: (step: ChangeSet) => ChangeSet): void {
    if (!step) return;
    const change = withOrigin(direction(step), 'replay');
    this.#emit(change);
    // Show what came back: the step may be of something that is off the screen or long forgotten.
    const ids = touched(change).filter((id) => this.region(id));
    if (ids.length) this.select(ids);
  }

  #emit(change: ChangeSet): void {
    const document = applyChange(this.#state.document, change);
    const patch: { document: AnnotationDocument; selection?: readonly string[] } = { document };
    if (change.deleted.length)
      patch.selection = this.#state.selection.filter((id) => document.places.has(id));
    this.#set(patch);
    for (const observer of this.#observers) observer(change, this.#state);
  }

  // Looking at it

  select(ids: readonly string[]): void {
    const { selection } = this.#state;
    if (ids.length === selection.length && ids.every((id, n) => id === selection[n])) return;
    this.#history.seal();
    const regions = ids.flatMap((id) => this.region(id) ?? []);
    this.#set({ selection: regions.map((region) => region.id) });
  }

  toggleSelected(id: string): void {
    const { selection } = this.#state;
    this.select(
      selection.includes(id) ? selection.filter((other) => other !== id) : [...selection, id],
    );
  }

  chooseLabel(field: string, label: string): void {
    if (!this.schema.label(field, label)) return;
    this.#set({ field, labels: { ...this.#state.labels, [field]: label } });
  }

  setTool(tool: string): void {
    if (tool !== this.#state.tool) this.#set({ tool });
  }

  setHidden(id: string, isOn: boolean): void {
    this.#set({ hidden: toggled(this.#state.hidden, id, isOn) });
  }

  setLocked(id: string, isOn: boolean): void {
    this.#set({ locked: toggled(this.#state.locked, id, isOn) });
  }

  setLabelHidden(field: string, label: string, isOn: boolean): void {
    this.#set({ hiddenLabels: toggled(this.#state.hiddenLabels, labelId(field, label), isOn) });
  }

  setLabelLocked(field: string, label: string, isOn: boolean): void {
    this.#set({ lockedLabels: toggled(this.#state.lockedLabels, labelId(field, label), isOn) });
  }

  /** Shows only regions of this label; the same again shows all labels. */
  isolateLabel(field: string, label: string): void {
    const ids = this.schema.labelIds;
    const others = ids.filter((id) => id !== labelId(field, label));
    const hiddenLabels = isIsolated(this.#state, this.schema, field, label)
      ? new Set<string>()
      : new Set(others);
    this.#set({ hiddenLabels });
  }

  setOthers(others: Others): void {
    this.#set({ others });
  }

  /** Undoes hiding and dimming of every kind. */
  showAll(): void {
    this.#set({ hidden: new Set(), hiddenLabels: new Set(), others: 'show' });
  }

  #set(patch: Partial<EditorState>): void {
    const { canUndo, canRedo } = this.#history;
    this.#state = { ...this.#state, ...patch, canUndo, canRedo };
    for (const listener of this.#listeners) listener();
  }
}

function said(region: Region): Region {
  if (isSaid(region)) return region;
  const { id, field, label, geometry, attributes, group } = region;
  const plain = { id, field, label, geometry, attributes };
  return group === undefined ? plain : { ...plain, group };
}

/** A patch that says that there is no group takes the region out of it. */
function patched(region: Region, patch: RegionPatch): Region {
  const { group, ...next } = { ...region, ...patch };
  return group === undefined ? next : { ...next, group };
}

function isSameThing(a: ChangeSet, b: ChangeSet): boolean {
  const ids = (change: ChangeSet) =>
    JSON.stringify([
      change.updated.map((update) => update.new.id),
      change.answered.map((answer) => answer.field),
    ]);
  const isPlain = (change: ChangeSet) => !change.created.length && !change.deleted.length;
  return isPlain(a) && isPlain(b) && ids(a) === ids(b);
}
