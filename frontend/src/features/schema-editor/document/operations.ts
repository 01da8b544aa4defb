import {
  asText,
  PALETTE,
  type Plain,
  type SchemaDocument,
  placedNodes,
  type SchemaField,
  type SchemaNode,
} from '@/lib/schema-document';
import {
  getAt,
  indexOf,
  insertAt,
  join,
  listAt,
  parentOf,
  removeFromList,
  setAt,
  stepsOf,
} from './pointer';
import { freeShortcut, isOnScreen } from './shortcuts';

/** A changed document, and what to select in it. */
export interface Edit {
  document: SchemaDocument;
  at: string;
}

export const FIELD_TYPES = [
  'regions',
  'spans',
  'segments',
  'choice',
  'choices',
  'taxonomy',
  'text',
  'number',
  'rating',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const ATTRIBUTE_TYPES = ['choice', 'choices', 'boolean', 'number', 'text'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

const INPUT_OF: Partial<Record<FieldType, string>> = {
  regions: 'image',
  spans: 'text',
  segments: 'audio',
};
const KEY = /^[a-z][a-z0-9_]{0,62}$/;

export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** The types of fields that items of this kind can have. */
export function fieldTypesFor(input: string): FieldType[] {
  return FIELD_TYPES.filter((type) => (INPUT_OF[type] ?? input) === input);
}

/** The list under a field that holds its labels or options, or null. */
export function partsOf(field: Pick<SchemaField, 'type'>): 'labels' | 'options' | null {
  if (['regions', 'spans', 'segments'].includes(field.type)) return 'labels';
  return hasOptions(field.type) ? 'options' : null;
}

export function hasOptions(type: string): boolean {
  return type === 'choice' || type === 'choices';
}

/** A key made of a title's Latin letters; `fallback` where it has none. */
export function keyFrom(title: string, fallback: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 50);
  return words || fallback;
}

export function freeKey(wanted: string, taken: Iterable<string>): string {
  const all = new Set(taken);
  if (!all.has(wanted)) return wanted;
  const stem = wanted.replace(/_\d+$/, '');
  for (let number = 2; ; number += 1) {
    if (!all.has(`${stem}_${number}`)) return `${stem}_${number}`;
  }
}

function keysIn(document: SchemaDocument, list: string): string[] {
  return listAt(document, list).map((part) => asText((part as Plain).key)); // outlined: parts are objects
}

const MADE_KEY =
  /^(label|option|node|attribute|objects|entities|question|topics|taxonomy|note|count|rating)(_\d+)?$/;

/** A key that nobody chose follows the English title; any other stays. */
export function withKeyFromTitle(document: SchemaDocument, at: string): SchemaDocument {
  const key = asText(getAt(document, join(at, 'key')));
  const wanted = keyFrom(asText(getAt(document, join(at, 'titles', 'en'))), '');
  if (!MADE_KEY.test(key) || !wanted || wanted === key) return document;
  const others = keysIn(document, parentOf(at)).filter((other) => other !== key);
  return setAt(document, join(at, 'key'), freeKey(wanted, others));
}

/** The first colour of the palette that the list uses least. */
export function nextColour(things: readonly { colour?: unknown }[]): string {
  const uses = new Map(PALETTE.map((colour) => [colour, 0]));
  for (const { colour } of things) {
    const known = asText(colour).toLowerCase();
    const count = uses.get(known);
    if (count !== undefined) uses.set(known, count + 1);
  }
  const least = Math.min(...uses.values());
  return PALETTE.find((colour) => uses.get(colour) === least) ?? PALETTE[0] ?? '';
}

export function addField(document: SchemaDocument, type: FieldType): Edit {
  const key = freeKey(FIRST_KEY[type], keysIn(document, '/fields'));
  const bare: SchemaField = { key, type };
  const at = join('/fields', document.fields.length);
  const added = insertAt(document, '/fields', document.fields.length, bare);
  if (type === 'taxonomy') return { document: addNode(added, join(at, 'nodes')).document, at };
  const parts = partsOf(bare);
  if (!parts) return { document: added, at };
  const first =
    parts === 'labels' ? addLabel(added, at) : addOption(addOption(added, at).document, at);
  return { document: first.document, at };
}

const FIRST_KEY: Record<FieldType, string> = {
  regions: 'objects',
  spans: 'entities',
  segments: 'segments',
  choice: 'question',
  choices: 'topics',
  taxonomy: 'taxonomy',
  text: 'note',
  number: 'count',
  rating: 'rating',
};

/** A new label at the end of a field: the next colour, the next free digit. */
export function addLabel(document: SchemaDocument, field: string): Edit {
  const list = join(field, 'labels');
  const isRegion = getAt(document, join(field, 'type')) === 'regions';
  return addPart(document, list, {
    key: freeKey('label', keysIn(document, list)),
    colour: nextColour(listAt(document, list) as { colour?: unknown }[]), // outlined
    shortcut: freeShortcut(document, join(list, 'new')),
    ...(isRegion ? { geometry: 'box' } : {}),
  });
}

/** A new option of a field or of an attribute. */
export function addOption(document: SchemaDocument, owner: string): Edit {
  const list = join(owner, 'options');
  const isFieldOption = isOnScreen(join(list, 0));
  return addPart(document, list, {
    key: freeKey('option', keysIn(document, list)),
    ...(isFieldOption
      ? {
          colour: nextColour(listAt(document, list) as { colour?: unknown }[]), // outlined
          shortcut: freeShortcut(document, join(list, 'new')),
        }
      : {}),
  });
}

export function addAttribute(document: SchemaDocument, label: string, type: AttributeType): Edit {
  const list = join(label, 'attributes');
  const key = freeKey('attribute', keysIn(document, list));
  const added = addPart(document, list, { key, type });
  if (!hasOptions(type)) return added;
  const two = addOption(addOption(added.document, added.at).document, added.at);
  return { document: two.document, at: added.at };
}

/** The list of a taxonomy's roots, from a pointer to anything in its tree. */
function rootsOf(pointer: string): string {
  return join('/fields', stepsOf(pointer)[1] ?? '', 'nodes');
}

/** A new node at the end of `list`: the roots of a taxonomy, or the children of a node. */
export function addNode(document: SchemaDocument, list: string): Edit {
  return addPart(document, list, { key: freeKey('node', nodeKeys(document, list)) });
}

/** The keys of the whole tree: they are unique in it, not only among neighbours. */
export function nodeKeys(document: SchemaDocument, pointer: string): string[] {
  const roots = listAt(document, rootsOf(pointer)) as SchemaNode[]; // outlined
  return placedNodes(roots).map(({ node }) => asText(node.key));
}

/** The title of a node; a key that nobody chose follows it, as long as `isFree`. */
export function setNodeTitle(
  document: SchemaDocument,
  at: string,
  locale: string,
  title: string,
  isFree: boolean,
): SchemaDocument {
  const changed = setWords(document, join(at, 'titles'), locale, title);
  const key = asText(getAt(changed, join(at, 'key')));
  const wanted = keyFrom(asText(getAt(changed, join(at, 'titles', 'en'))), '');
  if (!isFree || !MADE_KEY.test(key) || !wanted) return changed;
  const others = nodeKeys(changed, at).filter((other) => other !== key);
  return setAt(changed, join(at, 'key'), freeKey(wanted, others));
}

/** Without the node and all below it. */
export function removeNode(document: SchemaDocument, at: string): SchemaDocument {
  const list = parentOf(at);
  const changed = removeFromList(document, at);
  const isEmpty = listAt(changed, list).length === 0 && list !== rootsOf(at);
  return isEmpty ? setAt(changed, list, undefined) : changed;
}

function addPart(document: SchemaDocument, list: string, part: Plain): Edit {
  const kept = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
  const index = listAt(document, list).length;
  return { document: insertAt(document, list, index, kept), at: join(list, index) };
}

/** A copy right after the original, with a key, a name, a colour and a shortcut of its own. */
export function duplicate(document: SchemaDocument, at: string): Edit {
  const list = parentOf(at);
  const original = getAt(document, at) as Plain; // the caller selected it
  const { shortcut, ...copy } = withoutShortcuts(original);
  const things = listAt(document, list) as Plain[]; // outlined
  const changed: Plain = {
    ...copy,
    key: freeKey(asText(original.key) || 'copy', keysIn(document, list)),
    ...(original.name === undefined ? {} : { name: freeName(asText(original.name), things) }),
    ...(original.colour === undefined ? {} : { colour: nextColour(things) }),
    ...(shortcut === undefined || !isOnScreen(at)
      ? {}
      : { shortcut: freeShortcut(document, join(list, 'new')) }),
  };
  if (changed.shortcut === undefined) delete (changed as Record<string, unknown>).shortcut;
  const place = indexOf(at) + 1;
  return { document: insertAt(document, list, place, changed), at: join(list, place) };
}

/** The thing as a copy; shortcuts of the labels and options inside it belong to the original. */
function withoutShortcuts(thing: Plain): Plain {
  const copy: Record<string, unknown> = { ...thing };
  for (const list of ['labels', 'options'] as const) {
    const parts = copy[list];
    if (Array.isArray(parts)) {
      copy[list] = parts.map(({ shortcut: _, ...part }: Record<string, unknown>) => part);
    }
  }
  return copy;
}

function freeName(name: string, things: readonly Plain[]): string {
  const taken = new Set(things.map((thing) => asText(thing.name) || asText(thing.key)));
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
  }
}

/** Without the thing; the next one in its list is selected, or the one before, or what holds the list. */
export function remove(document: SchemaDocument, at: string): Edit {
  const list = parentOf(at);
  const changed = removeFromList(document, at);
  const left = listAt(changed, list).length;
  if (left > 0) return { document: changed, at: join(list, Math.min(indexOf(at), left - 1)) };
  return {
    document:
      list === '/fields'
        ? changed
        : setAt(changed, list, list.endsWith('attributes') ? undefined : []),
    at: parentOf(list),
  };
}

/** A property of a thing; empty text, null and false take it away, because the defaults are not written. */
export function setProperty(
  document: SchemaDocument,
  pointer: string,
  value: string | number | boolean | null,
): SchemaDocument {
  const isDefault = value === '' || value === null || value === false;
  return setAt(document, pointer, isDefault ? undefined : value);
}

/** One language of `titles`, `help` or `description`; the map goes when nothing is left in it. */
export function setWords(
  document: SchemaDocument,
  pointer: string,
  locale: string,
  text: string,
): SchemaDocument {
  const changed = setProperty(document, join(pointer, locale), text);
  const left = getAt(changed, pointer);
  return Object.keys((left as object | undefined) ?? {}).length > 0
    ? changed
    : setAt(changed, pointer, undefined);
}

const KEPT = ['key', 'name', 'type', 'titles', 'help', 'required'];

/** The field as another type. Options stay between the two types that have them; what the new type has not, goes. */
export function changeFieldType(
  document: SchemaDocument,
  at: string,
  type: FieldType,
): SchemaDocument {
  const old = getAt(document, at) as Plain; // the caller selected a field
  const kept = [...KEPT, ...(hasOptions(type) ? ['options'] : [])];
  const entries = Object.entries({ ...old, type }).filter(([name]) => kept.includes(name));
  const changed = setAt(document, at, Object.fromEntries(entries));
  if (type === 'taxonomy') return addNode(changed, join(at, 'nodes')).document;
  const parts = partsOf({ type });
  if (!parts || listAt(changed, join(at, parts)).length > 0) return changed;
  return parts === 'labels'
    ? addLabel(changed, at).document
    : addOption(addOption(changed, at).document, at).document;
}

/** The attribute as another type; options stay between the types that have them. */
export function changeAttributeType(
  document: SchemaDocument,
  at: string,
  type: AttributeType,
): SchemaDocument {
  const old = getAt(document, at) as Plain; // the caller selected an attribute
  const kept = [
    'key',
    'name',
    'type',
    'titles',
    'required',
    ...(hasOptions(type) ? ['options'] : []),
  ];
  const entries = Object.entries({ ...old, type }).filter(([name]) => kept.includes(name));
  const changed = setAt(document, at, Object.fromEntries(entries));
  if (!hasOptions(type) || listAt(changed, join(at, 'options')).length > 0) return changed;
  return addOption(addOption(changed, at).document, at).document;
}
