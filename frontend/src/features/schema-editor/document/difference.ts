import { asText, nameOf, type Plain, type SchemaDocument } from '@/lib/schema-document';

export type PartKind = 'field' | 'label' | 'option' | 'attribute' | 'node' | 'relation';

interface Changed {
  part: PartKind;
  /** The keys that lead to it: field, label, attribute, option. */
  path: readonly string[];
  /** What it is called, after the change where it still exists. */
  title: string;
  /** What it stands in: "Cells", "Cells › Red cell". Empty for fields. */
  within: string;
  colour?: string;
}

export type Change =
  | (Changed & { kind: 'added' })
  | (Changed & { kind: 'removed' })
  | (Changed & { kind: 'reordered' })
  | (Changed & { kind: 'renamed'; before: string; after: string })
  | (Changed & {
      kind: 'changed';
      property: string;
      before: string;
      after: string;
      isCosmetic: boolean;
    });

const COSMETIC = new Set(['titles', 'help', 'description', 'colour', 'shortcut']);
const LISTED = ['labels', 'options', 'attributes', 'nodes', 'children', 'relations'];
const HANDLED = new Set(['key', 'name', ...LISTED]);
const LISTS = [
  ['labels', 'label'],
  ['options', 'option'],
  ['attributes', 'attribute'],
  ['nodes', 'node'],
  ['children', 'node'],
  ['relations', 'relation'],
] as const;

/** Whether models, exports or stored annotations can notice the change. */
export function isStructural(change: Change): boolean {
  return change.kind !== 'changed' || !change.isCosmetic;
}

/** What changed from one document to another. Things are the same when their keys are. */
export function differenceOf(before: SchemaDocument, after: SchemaDocument): Change[] {
  return listDifference(before.fields, after.fields, 'field', [], []);
}

function listDifference(
  before: readonly unknown[],
  after: readonly unknown[],
  part: PartKind,
  path: readonly string[],
  within: readonly string[],
): Change[] {
  const old = byKey(before);
  const now = byKey(after);
  const changes: Change[] = [];
  for (const [key, thing] of old) {
    if (!now.has(key)) changes.push({ kind: 'removed', ...identity(thing, part, path, within) });
  }
  for (const [key, thing] of now) {
    const was = old.get(key);
    if (!was) changes.push({ kind: 'added', ...identity(thing, part, path, within) });
    else changes.push(...thingDifference(was, thing, part, path, within));
  }
  const stayed = [...old.keys()].filter((key) => now.has(key));
  const order = [...now.keys()].filter((key) => old.has(key));
  if (stayed.some((key, index) => key !== order[index])) {
    changes.push({
      kind: 'reordered',
      part,
      path,
      title: within.at(-1) ?? '',
      within: within.join(' › '),
    });
  }
  return changes;
}

function thingDifference(
  before: Plain,
  after: Plain,
  part: PartKind,
  path: readonly string[],
  within: readonly string[],
): Change[] {
  const self = identity(after, part, path, within);
  const changes: Change[] = [];
  if (nameOf(before) !== nameOf(after)) {
    changes.push({ kind: 'renamed', ...self, before: nameOf(before), after: nameOf(after) });
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const property of names) {
    if (HANDLED.has(property) || isSame(before[property], after[property])) continue;
    changes.push({
      kind: 'changed',
      ...self,
      property,
      before: inWords(before[property]),
      after: inWords(after[property]),
      isCosmetic: COSMETIC.has(property),
    });
  }
  for (const [list, kind] of LISTS) {
    changes.push(
      ...listDifference(listOf(before[list]), listOf(after[list]), kind, self.path, [
        ...within,
        self.title,
      ]),
    );
  }
  return changes;
}

function identity(
  thing: Plain,
  part: PartKind,
  path: readonly string[],
  within: readonly string[],
) {
  return {
    part,
    path: [...path, asText(thing.key)],
    title: nameOf(thing),
    within: within.join(' › '),
    ...(typeof thing.colour === 'string' ? { colour: thing.colour } : {}),
  };
}

function byKey(things: readonly unknown[]): Map<string, Plain> {
  return new Map(things.map((thing) => [asText((thing as Plain).key), thing as Plain])); // outlined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Absent, false and empty mean the same: defaults are not written. */
function isSame(before: unknown, after: unknown): boolean {
  return canonical(before) === canonical(after);
}

function canonical(value: unknown): string {
  if (value === undefined || value === null || value === false || value === '') return '';
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? JSON.stringify(entries) : '';
}

function inWords(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value)
      .map(([locale, text]) => `${locale}: ${asText(text)}`)
      .join(', ');
  }
  return asText(value);
}
