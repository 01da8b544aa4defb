/*
 * The schema document as the browser reads it. The API describes it as free JSON, because a draft may hold
 * anything; `readDocument` says whether it has the outline that forms and previews need.
 */

export type Words = Readonly<Record<string, string>>;

interface Named {
  readonly key: string;
  readonly name?: string;
  readonly titles?: Words;
}

export interface SchemaOption extends Named {
  readonly colour?: string;
  readonly shortcut?: string;
}

export interface SchemaAttribute extends Named {
  readonly type: string;
  readonly required?: boolean;
  readonly options?: readonly SchemaOption[];
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface SchemaLabel extends Named {
  readonly description?: Words;
  readonly colour?: string;
  readonly shortcut?: string;
  readonly geometry?: string;
  readonly skeleton?: {
    readonly points: readonly Named[];
    readonly edges?: readonly (readonly [from: string, to: string])[];
  };
  readonly attributes?: readonly SchemaAttribute[];
}

/** One kind of arrow between spans. The labels it may leave from and lead to; none stands for all. */
export interface SchemaRelation extends Named {
  readonly colour?: string;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}

/** One place in the tree of a taxonomy. */
export interface SchemaNode extends Named {
  readonly children?: readonly SchemaNode[];
}

export interface SchemaField extends Named {
  readonly type: string;
  readonly help?: Words;
  readonly required?: boolean;
  readonly labels?: readonly SchemaLabel[];
  readonly overlap?: boolean;
  readonly relations?: readonly SchemaRelation[];
  readonly nodes?: readonly SchemaNode[];
  readonly leaves_only?: boolean;
  readonly options?: readonly SchemaOption[];
  readonly min_selected?: number;
  readonly max_selected?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: string;
  readonly max_length?: number;
  readonly multiline?: boolean;
}

export interface SchemaDocument {
  readonly input: string;
  readonly fields: readonly SchemaField[];
}

export type Plain = Readonly<Record<string, unknown>>;

/** The colours that labels get by themselves, in this order; the server has the same. */
export const PALETTE: readonly string[] = [
  ...['#4488ff', '#bb8844', '#55ccaa', '#bb4466', '#994400', '#22ddff', '#ffbb00', '#0044cc'],
  ...['#ff88cc', '#9966bb', '#ff8877', '#007733', '#990088', '#aaaa00', '#bb99ff', '#8822ff'],
  ...['#887711', '#ffaa66', '#ff2299', '#ee22ee'],
];

/** Where a colour is missing or none at all. */
export const NO_COLOUR = '#8a94a3';

const LISTS = ['labels', 'options', 'attributes', 'nodes', 'children', 'relations'] as const;
const WORDS = ['titles', 'help', 'description'] as const;

export function isPlainObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The document, if lists are lists and objects are objects all the way down; else null.
 * What stands in keys, names and numbers may still be anything: read it with `asText` where it matters.
 */
export function readDocument(plain: unknown): SchemaDocument | null {
  if (!isPlainObject(plain) || !areParts(plain.fields)) return null;
  return plain as unknown as SchemaDocument; // outlined by the line above, the rest is read with care
}

function areParts(list: unknown): boolean {
  return Array.isArray(list) && list.every(isPart);
}

function isPart(part: unknown): boolean {
  return (
    isPlainObject(part) &&
    LISTS.every((name) => part[name] === undefined || areParts(part[name])) &&
    WORDS.every((name) => part[name] === undefined || isPlainObject(part[name]))
  );
}

/** Text for a form field, whatever a draft holds there. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The name that exports write: the key, unless there is one. */
export function nameOf(thing: { key?: unknown; name?: unknown }): string {
  return asText(thing.name) || asText(thing.key);
}

/** What people call it, in their language; English before the bare name. */
export function titleOf(
  thing: { key?: unknown; name?: unknown; titles?: Words },
  locale: string,
): string {
  return asText(thing.titles?.[locale]) || asText(thing.titles?.en) || nameOf(thing);
}

/** Help or a description in the reader's language, or in English, or in whatever there is. */
export function proseOf(words: Words | undefined, locale: string): string {
  if (!words) return '';
  return asText(words[locale]) || asText(words.en) || asText(Object.values(words)[0]);
}

export function isColour(value: unknown): value is string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);
}

export function colourOf(thing: { colour?: unknown }): string {
  return isColour(thing.colour) ? thing.colour : NO_COLOUR;
}

/** A node of a taxonomy with those above it. */
export interface PlacedNode {
  readonly node: SchemaNode;
  /** From the root to the node itself. */
  readonly path: readonly SchemaNode[];
}

/** Every node of a taxonomy, parents before their children. */
export function placedNodes(
  nodes: readonly SchemaNode[],
  above: readonly SchemaNode[] = [],
): readonly PlacedNode[] {
  return nodes.flatMap((node) => {
    const path = [...above, node];
    return [{ node, path }, ...placedNodes(node.children ?? [], path)];
  });
}

type WithNodes = Pick<SchemaField, 'nodes'>;

/** The node of a taxonomy that has this key. */
export function nodeOf(field: WithNodes, key: string): SchemaNode | undefined {
  return placedNodes(field.nodes ?? []).find(({ node }) => node.key === key)?.node;
}

/** A node with those above it, in the reader's language: a title alone may be in several branches. */
export function nodeWords(field: WithNodes, key: string, locale: string): string {
  const found = placedNodes(field.nodes ?? []).find(({ node }) => node.key === key);
  return found ? found.path.map((node) => titleOf(node, locale)).join(' › ') : key;
}

/** The colours of labels and options by key: what guideline sections are marked with. */
export function coloursByKey(document: SchemaDocument | null): Record<string, string> {
  const colours: Record<string, string> = {};
  for (const field of document?.fields ?? []) {
    for (const thing of [...(field.labels ?? []), ...(field.options ?? [])]) {
      const key = asText(thing.key);
      if (isColour(thing.colour) && !(key in colours)) colours[key] = thing.colour;
    }
  }
  return colours;
}

/** The labels and options that a guideline should say something about, each key once. */
export function explainedParts(document: SchemaDocument | null): (SchemaLabel | SchemaOption)[] {
  const seen = new Set<string>();
  const parts: (SchemaLabel | SchemaOption)[] = [];
  for (const field of document?.fields ?? []) {
    for (const part of [...(field.labels ?? []), ...(field.options ?? [])]) {
      if (seen.has(asText(part.key))) continue;
      seen.add(asText(part.key));
      parts.push(part);
    }
  }
  return parts;
}
