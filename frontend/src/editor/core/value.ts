/** The annotation value as it is sent and stored, and the regions the editor holds it as. Only keys, never names. */

/** Where a region is. The core never looks inside: each `type` is one module in `shapes/` or `text/`. */
export interface Geometry {
  readonly type: string;
}

export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One located part of an annotation: a box, a span, … all kinds alike, so that undo and selection know only one thing. */
export interface Region {
  readonly id: string;
  readonly field: string;
  readonly label: string;
  readonly geometry: Geometry;
  readonly attributes: Attributes;
  /** What is the same for all regions of a field that belong together. */
  readonly group?: string;
  /**
   * Only a model says it so far: how sure it is, from 0 to 1, or null where it does not say. It is drawn and selected like any other
   * but is no part of the value before somebody takes it over.
   */
  readonly predicted?: number | null;
}

/** What was said about the whole item. Opaque to the core; a new field type adds a member here. */
export type Answer =
  | { readonly choice: string }
  | { readonly choices: readonly string[] }
  | { readonly taxonomy: string }
  | { readonly text: string }
  | { readonly number: number }
  | { readonly rating: number };

export interface RegionEntry {
  readonly id: string;
  readonly label: string;
  readonly geometry: Geometry;
  readonly attributes: Attributes;
  readonly group?: string;
}

/** From a start to an end: code points of a text, seconds of a sound. */
export interface StretchEntry {
  readonly id: string;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: Attributes;
}

/** An arrow from one span or region to another. */
export interface RelationEntry {
  readonly id: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

export type LocatedValue =
  | { readonly segments: readonly StretchEntry[] }
  | { readonly regions: readonly RegionEntry[]; readonly relations?: readonly RelationEntry[] }
  | { readonly spans: readonly StretchEntry[]; readonly relations?: readonly RelationEntry[] };
export type FieldValue = LocatedValue | Answer;

/** Keyed by field; an absent key means "not answered". */
export type AnnotationValue = Readonly<Record<string, FieldValue>>;
