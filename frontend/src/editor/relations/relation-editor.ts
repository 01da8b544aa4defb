import type { Editor } from '../core/editor';
import { isSpan } from '../core/located';
import { relationRefusal, type RelationRefusal } from '../core/relation-rules';
import type { SchemaField, SchemaRelation } from '../core/schema';
import { isHidden } from '../core/state';
import type { Region, RelationEntry } from '../core/value';

/** A relation with what it joins. */
export interface PlacedRelation {
  readonly field: SchemaField;
  readonly relation: RelationEntry;
  readonly from: Region;
  readonly to: Region;
}

/** One that is being made. */
export interface RelationDraft {
  readonly field: SchemaField;
  readonly from: Region;
  readonly to: Region | null;
  /** What it would become; null while no kind is chosen or none fits. */
  readonly type: string | null;
}

export interface RelationState {
  readonly draft: RelationDraft | null;
  readonly selected: string | null;
}

/** A kind of relation, and why it may not join two parts. */
export interface RelationChoice {
  readonly type: SchemaRelation;
  readonly refusal: RelationRefusal | null;
}

const NOTHING: RelationState = { draft: null, selected: null };

/**
 * The relations of an editor: which one is selected, and the one that is being made. Like everything else they change only through
 * the editor, so that each step is one of undo.
 */
export class RelationEditor {
  #state: RelationState = NOTHING;
  /** The span or region whose relations are stepped through. */
  #around: string | null = null;
  /** What was made last in each field: the next is often one like it. */
  readonly #last = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;

  constructor(readonly editor: Editor) {
    this.#stop = editor.subscribe(() => this.#follow());
  }

  destroy(): void {
    this.#stop();
  }

  readonly getState = (): RelationState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Fields whose spans or regions can be related, in the schema's order. */
  get fields(): readonly SchemaField[] {
    return this.editor.schema.fields.filter((field) => field.relations?.length);
  }

  /** Whether it is between spans, and not between regions. */
  get isOfText(): boolean {
    return this.fields.some(({ type }) => type === 'spans');
  }

  /** All relations whose ends are there, in the order of where they leave from: the text's, or that of the regions. */
  all(): readonly PlacedRelation[] {
    const { relations } = this.editor.getState().document;
    return this.fields
      .flatMap((field) => (relations[field.key] ?? []).flatMap((each) => this.#placed(field, each)))
      .sort(
        (a, b) =>
          this.#placeOf(a.from) - this.#placeOf(b.from) || this.#placeOf(a.to) - this.#placeOf(b.to),
      );
  }

  placed(id: string): PlacedRelation | undefined {
    for (const field of this.fields) {
      const found = this.#relationsOf(field).find((relation) => relation.id === id);
      if (found) return this.#placed(field, found)[0];
    }
    return undefined;
  }

  // Making one

  /** Whether a relation can leave from the one selected span or region. */
  get canBegin(): boolean {
    return this.#source() !== null;
  }

  /** Begins a relation at the selected span or region. */
  begin(): void {
    const from = this.#source();
    const field = from && this.editor.schema.field(from.field);
    if (from && field) this.#set({ selected: null, draft: { field, from, to: null, type: null } });
  }

  /** Leads the relation under way to `id`, or to nothing. */
  aim(id: string | null): void {
    const { draft } = this.#state;
    if (!draft || (draft.to?.id ?? null) === id) return;
    const to = id === null ? null : (this.editor.region(id) ?? null);
    if (to && to.field !== draft.field.key) return;
    this.#set({ draft: { ...draft, to, type: this.#likely(draft, to) } });
  }

  /** Leads it to the span or region after or before, in their order and around its ends; with `fitting` only to one that it may lead to. */
  aimNext(by: 1 | -1, fitting: boolean): void {
    const { draft } = this.#state;
    if (!draft) return;
    const parts = this.#partsOf(draft.field).sort((a, b) => this.#placeOf(a) - this.#placeOf(b));
    const at = parts.findIndex(({ id }) => id === (draft.to ?? draft.from).id);
    for (let step = 1; step <= parts.length; step++) {
      const part = parts[(at + by * step + parts.length * step) % parts.length];
      if (!part || part.id === draft.from.id) continue;
      if (fitting && !this.isTarget(part.id)) continue;
      this.aim(part.id);
      return;
    }
  }

  /** Whether any kind may lead from where the draft begins to `id`. */
  isTarget(id: string): boolean {
    const { draft } = this.#state;
    const to = this.editor.region(id);
    return (
      draft !== null &&
      to?.field === draft.field.key &&
      this.#choices(draft.field, draft.from.id, id).some(({ refusal }) => refusal === null)
    );
  }

  /** The kinds that could be chosen for what is being made, or for the selected relation, and why not. */
  choices(): readonly RelationChoice[] {
    const { draft, selected } = this.#state;
    if (draft)
      return draft.to
        ? this.#choices(draft.field, draft.from.id, draft.to.id)
        : (draft.field.relations ?? []).map((type) => ({ type, refusal: null }));
    const found = selected === null ? undefined : this.placed(selected);
    return found ? this.#choices(found.field, found.from.id, found.to.id, found.relation.id) : [];
  }

  /** Gives a kind to what is being made, or to the selected relation. One that is refused changes nothing. */
  choose(type: string): void {
    if (!this.choices().some((each) => each.type.key === type && each.refusal === null)) return;
    const { draft, selected } = this.#state;
    if (draft) this.#set({ draft: { ...draft, type } });
    else if (selected !== null) this.#replace(selected, (relation) => ({ ...relation, type }));
  }

  /** Makes the relation, if it has all it needs; answers whether it did. What it leaves from stays selected. */
  commit(): boolean {
    const { draft } = this.#state;
    if (!draft?.to || draft.type === null || this.editor.isReadOnly) return false;
    const entry: RelationEntry = {
      id: this.editor.newId(),
      type: draft.type,
      from: draft.from.id,
      to: draft.to.id,
    };
    this.#last.set(draft.field.key, draft.type);
    this.#set({ draft: null });
    this.editor.relate(draft.field.key, [...this.#relationsOf(draft.field), entry]);
    return true;
  }

  cancel(): void {
    this.#around = null;
    this.#set(NOTHING);
  }

  // Changing one

  select(id: string | null): void {
    if (id !== null && !this.placed(id)) return;
    const [only, another] = this.editor.getState().selection;
    if (only !== undefined && another === undefined) this.#around = only;
    // Before the parts are let go: what follows their selection would let go of this one.
    this.#set({ draft: null, selected: null });
    if (id !== null) this.editor.select([]);
    this.#set({ selected: id });
  }

  /** Selects the next relation of the selected part, or of all where none is. */
  step(by: 1 | -1): void {
    const { selection } = this.editor.getState();
    if (selection.length === 1) this.#around = selection[0] ?? null;
    const around = this.#around;
    const list = this.all().filter(
      ({ from, to }) => around === null || from.id === around || to.id === around,
    );
    const at = list.findIndex(({ relation }) => relation.id === this.#state.selected);
    const next = list[(at < 0 ? (by === 1 ? 0 : -1) : at + by + list.length) % list.length];
    const found = next ?? (at < 0 && by === -1 ? list.at(-1) : undefined);
    if (found) this.select(found.relation.id);
  }

  /** Why the selected relation may not be turned around, or null when it may. */
  reversalRefusal(id: string): RelationRefusal | null {
    const found = this.placed(id);
    if (!found) return 'end';
    const { from, to, type } = found.relation;
    return this.#refusal(found.field, { type, from: to, to: from }, id);
  }

  /** Turns a relation around, where its kind allows it. */
  reverse(id: string): void {
    if (this.reversalRefusal(id) !== null) return;
    this.#replace(id, (relation) => ({ ...relation, from: relation.to, to: relation.from }));
  }

  remove(id: string): void {
    const found = this.placed(id);
    if (!found) return;
    const { key } = found.field;
    this.editor.relate(
      key,
      this.#relationsOf(found.field).filter((relation) => relation.id !== id),
    );
  }

  /** Why a relation may not stay as it is, or null when it may. */
  fault({ field, relation }: PlacedRelation): RelationRefusal | null {
    const { from, to, type } = relation;
    return this.#refusal(field, { type, from, to }, relation.id);
  }

  #refusal(field: SchemaField, arrow: Omit<RelationEntry, 'id'>, except?: string) {
    const labels = new Map(
      [arrow.from, arrow.to].flatMap((id) => {
        const region = this.editor.region(id);
        return region?.field === field.key ? [[id, region.label] as const] : [];
      }),
    );
    const others = this.#relationsOf(field).filter(({ id }) => id !== except);
    return relationRefusal(field, labels, others, arrow);
  }

  #choices(field: SchemaField, from: string, to: string, except?: string): RelationChoice[] {
    return (field.relations ?? []).map((type) => ({
      type,
      refusal: this.#refusal(field, { type: type.key, from, to }, except),
    }));
  }

  /** The kind that was chosen, else the one made last, else the only one, as far as it may lead to `to`. */
  #likely({ field, from, type }: RelationDraft, to: Region | null): string | null {
    if (!to) return type;
    const fitting = this.#choices(field, from.id, to.id)
      .filter(({ refusal }) => refusal === null)
      .map((choice) => choice.type.key);
    const wanted = [type, this.#last.get(field.key)].find(
      (key) => key !== null && key !== undefined && fitting.includes(key),
    );
    return wanted ?? (fitting.length === 1 ? (fitting[0] ?? null) : null);
  }

  #source(): Region | null {
    const [region, another] = this.editor.selectedRegions;
    if (!region || another || this.editor.isReadOnly) return null;
    return this.editor.schema.field(region.field)?.relations?.length ? region : null;
  }

  #partsOf(field: SchemaField): Region[] {
    const state = this.editor.getState();
    return state.document.regions.filter(
      (region) => region.field === field.key && !isHidden(state, region),
    );
  }

  /** Spans stand in a text, regions in their order. */
  #placeOf({ id, geometry }: Region): number {
    if (isSpan(geometry)) return geometry.start;
    return this.editor.getState().document.places.get(id) ?? 0;
  }

  #relationsOf(field: SchemaField): readonly RelationEntry[] {
    return this.editor.getState().document.relations[field.key] ?? [];
  }

  #placed(field: SchemaField, relation: RelationEntry): PlacedRelation[] {
    const [from, to] = [this.editor.region(relation.from), this.editor.region(relation.to)];
    return from && to ? [{ field, relation, from, to }] : [];
  }

  #replace(id: string, change: (relation: RelationEntry) => RelationEntry): void {
    const found = this.placed(id);
    if (!found || this.editor.isReadOnly) return;
    const { key } = found.field;
    const next = this.#relationsOf(found.field).map((each) =>
      each.id === id ? change(each) : each,
    );
    this.editor.relate(key, next);
  }

  /** Lets go of what the editor no longer has, and of a relation once parts are selected. */
  #follow(): void {
    const { draft, selected } = this.#state;
    const { selection } = this.editor.getState();
    if (draft) {
      const from = this.editor.region(draft.from.id);
      const to = draft.to && (this.editor.region(draft.to.id) ?? null);
      if (!from || (selection.length > 0 && !selection.includes(from.id))) return this.cancel();
      if (from !== draft.from || to !== draft.to) this.#set({ draft: { ...draft, from, to } });
    }
    if (selected !== null && (selection.length > 0 || !this.placed(selected)))
      this.#set({ selected: null });
  }

  #set(patch: Partial<RelationState>): void {
    const next = { ...this.#state, ...patch };
    if (next.draft === this.#state.draft && next.selected === this.#state.selected) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
