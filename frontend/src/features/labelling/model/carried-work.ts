import type { PartChange } from '@/api/carry';
import type { Editor } from '@/editor/core/editor';
import { readLocated } from '@/editor/core/located';
import type { AnnotationValue, FieldValue } from '@/editor/core/value';
import { ExternalStore } from '@/lib/external-store';
import type { SchemaDocument } from '@/lib/schema-document';

/** The work as it was before it was carried over. */
export interface Before {
  readonly value: AnnotationValue;
  readonly schemaVersion: string;
  readonly schema: SchemaDocument;
}

export interface CarriedState {
  /** Places among the changes that need a person and that the person has dealt with. */
  readonly decided: ReadonlySet<number>;
  /** The person has read it and wants it out of the way. */
  readonly isClosed: boolean;
}

/** What a change of the schema did to work that was open: told, decided where only a person knows, and never forgotten. */
export class CarriedWork {
  readonly before: Before;
  readonly changes: readonly PartChange[];
  readonly #store: ExternalStore<CarriedState>;
  readonly #onDecided: (decided: readonly number[]) => void;

  constructor(
    before: Before,
    changes: readonly PartChange[],
    decided: readonly number[],
    onDecided: (decided: readonly number[]) => void,
  ) {
    this.before = before;
    this.changes = changes;
    this.#onDecided = onDecided;
    this.#store = new ExternalStore<CarriedState>({ decided: new Set(decided), isClosed: false });
  }

  readonly getState = (): CarriedState => this.#store.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Places among the changes that still wait for the person, first to last. */
  get waiting(): readonly number[] {
    const { decided } = this.getState();
    return this.changes.flatMap(({ outcome }, at) =>
      outcome === 'person' && !decided.has(at) ? [at] : [],
    );
  }

  /** Puts the parts of this answer into the work. */
  decide(at: number, key: string, editor: Editor): void {
    const change = this.changes[at];
    const candidate = change?.candidates.find((each) => each.key === key);
    if (!change || !candidate || !this.waiting.includes(at)) return;
    putParts(editor, change, candidate.parts);
    this.#settle(at);
  }

  /** The person does it by hand, or leaves it out. */
  leave(at: number): void {
    if (this.waiting.includes(at)) this.#settle(at);
  }

  close(): void {
    this.#store.set({ ...this.getState(), isClosed: true });
  }

  #settle(at: number): void {
    const decided = new Set([...this.getState().decided, at]);
    this.#store.set({ ...this.getState(), decided });
    this.#onDecided([...decided]);
  }
}

function putParts(editor: Editor, change: PartChange, parts: readonly unknown[]): void {
  const type = editor.schema.field(change.field)?.type ?? 'regions';
  if (!change.part) {
    // The whole answer of the field: there is one, or none any more.
    editor.answer(change.field, parts[0] as FieldValue | undefined); // the server's own words
    return;
  }
  const list = { [type]: parts } as unknown as FieldValue; // of the shape that the field's type says
  const regions = parts.every(isRelation) ? undefined : readLocated(change.field, list);
  if (regions) editor.create(...regions);
  else editor.replaceValue(withRelations(editor.toValue(), change.field, parts));
}

function isRelation(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'from' in part;
}

function withRelations(
  value: AnnotationValue,
  field: string,
  parts: readonly unknown[],
): AnnotationValue {
  const found = value[field];
  if (!found || !('spans' in found)) return value;
  const relations = [...(found.relations ?? []), ...parts] as typeof found.relations; // as above
  return { ...value, [field]: { ...found, relations } };
}
