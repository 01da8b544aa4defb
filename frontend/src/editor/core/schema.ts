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

/** The points that keypoints have, in their order, and the lines between them, by key. */
export interface SchemaSkeleton {
  readonly points: readonly { readonly key: string; readonly name?: string }[];
  readonly edges?: readonly (readonly [from: string, to: string])[];
}

export interface SchemaLabel {
  readonly key: string;
  readonly name?: string;
  readonly colour?: string | null;
  readonly shortcut?: string | null;
  readonly geometry?: string;
  readonly skeleton?: SchemaSkeleton | null;
  readonly attributes?: readonly SchemaAttribute[];
}

export interface SchemaNode {
  readonly key: string;
  readonly name?: string;
  readonly children?: readonly SchemaNode[];
}

/**
 * One kind of arrow between spans or regions. The labels it may leave from and lead to; none stands for all. In a hierarchy it leads
 * from parent to child: a child has one parent, and nothing is above itself.
 */
export interface SchemaRelation {
  readonly key: string;
  readonly name?: string;
  readonly colour?: string | null;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly hierarchy?: boolean;
}

export interface SchemaField {
  readonly key: string;
  readonly name?: string;
  readonly type: string;
  readonly labels?: readonly SchemaLabel[];
  readonly overlap?: boolean;
  readonly relations?: readonly SchemaRelation[];
  readonly options?: readonly SchemaOption[];
  readonly nodes?: readonly SchemaNode[];
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

const NO_LINKS: readonly (readonly [number, number])[] = [];

/** A schema document with its labels found in constant time. */
export class EditorSchema {
  readonly document: SchemaDocument;
  readonly #fields: ReadonlyMap<string, SchemaField>;
  readonly #labels: ReadonlyMap<string, SchemaLabel>;

  /** Painting asks with every frame. */
  readonly #links = new WeakMap<SchemaLabel, readonly (readonly [number, number])[]>();

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

  /** All labels as `labelId` writes them. */
  get labelIds(): readonly string[] {
    return [...this.#labels.keys()];
  }

  field(key: string): SchemaField | undefined {
    return this.#fields.get(key);
  }

  label(field: string, label: string): SchemaLabel | undefined {
    return this.#labels.get(labelId(field, label));
  }

  /** Whether any region can be drawn like this. */
  hasGeometry(geometry: string): boolean {
    return [...this.#labels.values()].some((label) => label.geometry === geometry);
  }

  /** The lines of a label's skeleton, by the places of their points in it. */
  links(field: string, label: string): readonly (readonly [number, number])[] {
    const found = this.label(field, label);
    const { points = [], edges = [] } = found?.skeleton ?? {};
    if (!found || !edges.length) return NO_LINKS;
    let links = this.#links.get(found);
    if (!links) {
      const place = new Map(points.map(({ key }, at) => [key, at]));
      links = edges.flatMap(([from, to]) => {
        const [a, b] = [place.get(from), place.get(to)];
        return a === undefined || b === undefined ? [] : [[a, b] as const];
      });
      this.#links.set(found, links);
    }
    return links;
  }

  colour(field: string, label: string): string {
    return this.label(field, label)?.colour || FALLBACK_COLOUR;
  }
}
