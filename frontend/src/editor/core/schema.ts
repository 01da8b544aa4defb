/**
 * The part of a published schema document that the editor reads. Structural on purpose: the feature passes the document it got
 * from the API, and the editor depends on no generated type.
 */
export interface SchemaOption {
  readonly key: string;
  readonly name?: string;
  readonly shortcut?: string | null;
}

export interface SchemaAttribute {
  readonly key: string;
  readonly name?: string;
  readonly type: string;
  readonly options?: readonly SchemaOption[];
}

export interface SchemaLabel {
  readonly key: string;
  readonly name?: string;
  readonly colour?: string | null;
  readonly shortcut?: string | null;
  readonly geometry?: string;
  readonly attributes?: readonly SchemaAttribute[];
}

export interface SchemaField {
  readonly key: string;
  readonly name?: string;
  readonly type: string;
  readonly labels?: readonly SchemaLabel[];
  readonly overlap?: boolean;
  readonly options?: readonly SchemaOption[];
  readonly max_selected?: number | null;
}

export interface SchemaDocument {
  readonly input: string;
  readonly fields: readonly SchemaField[];
}

/** Shown for a label whose colour is missing or that the schema no longer has: visible on any image, no label's own. */
export const FALLBACK_COLOUR = '#8a94a3';

/** One string for a label, because a label's key is unique only within its field. */
export function labelId(field: string, label: string): string {
  return `${field}/${label}`;
}

/** A schema document with its labels found in constant time. */
export class EditorSchema {
  readonly document: SchemaDocument;
  readonly #fields: ReadonlyMap<string, SchemaField>;
  readonly #labels: ReadonlyMap<string, SchemaLabel>;

  constructor(document: SchemaDocument) {
    this.document = document;
    this.#fields = new Map(document.fields.map((field) => [field.key, field]));
    this.#labels = new Map(
      document.fields.flatMap((field) =>
        (field.labels ?? []).map((label) => [labelId(field.key, label.key), label]),
      ),
    );
  }

  get fields(): readonly SchemaField[] {
    return this.document.fields;
  }

  /** The fields whose answers are regions, in the schema's order. */
  get locatedFields(): readonly SchemaField[] {
    return this.fields.filter((field) => (field.labels?.length ?? 0) > 0);
  }

  field(key: string): SchemaField | undefined {
    return this.#fields.get(key);
  }

  label(field: string, label: string): SchemaLabel | undefined {
    return this.#labels.get(labelId(field, label));
  }

  colour(field: string, label: string): string {
    return this.label(field, label)?.colour || FALLBACK_COLOUR;
  }
}
