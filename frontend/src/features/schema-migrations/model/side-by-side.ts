import type { Plain, SchemaDocument, Words } from '@/lib/schema-document';

export interface Part {
  key: string;
  name?: string;
  titles?: Words;
  colour?: string;
  /** What it is: a type or a geometry, and whether it has to be answered. */
  facts: readonly string[];
}

export type Mark = 'same' | 'added' | 'removed' | 'changed';

/** One line of the two schemas beside each other. */
export interface Line {
  path: string;
  depth: number;
  before: Part | null;
  after: Part | null;
  mark: Mark;
  /** Whether something below it is marked. */
  holdsMarks: boolean;
}

const LISTS = ['labels', 'options', 'attributes', 'nodes', 'children', 'relations'] as const;

/** Two schemas line by line, what has the same key beside each other. */
export function sideBySide(before: SchemaDocument, after: SchemaDocument): Line[] {
  return lines(before.fields as unknown as Plain[], after.fields as unknown as Plain[], '', 0); // outlined when they were read
}

function lines(
  before: readonly Plain[],
  after: readonly Plain[],
  above: string,
  depth: number,
): Line[] {
  const found: Line[] = [];
  for (const [old, now] of paired(before, after)) {
    const thing = now ?? old;
    if (!thing) continue;
    const path = `${above}/${String(thing.key)}`;
    // What goes with something that is gone need not be said line by line.
    const below = now
      ? LISTS.flatMap((list) => lines(listOf(old?.[list]), listOf(now[list]), path, depth + 1))
      : [];
    const [left, right] = [old && partOf(old), now && partOf(now)];
    found.push(
      {
        path,
        depth,
        before: left ?? null,
        after: right ?? null,
        mark: markOf(left, right),
        holdsMarks: below.some(({ mark }) => mark !== 'same'),
      },
      ...below,
    );
  }
  return found;
}

/** In the new order, with what is gone where it stood. */
function paired(
  before: readonly Plain[],
  after: readonly Plain[],
): [Plain | undefined, Plain | undefined][] {
  const old = new Map(before.map((thing) => [thing.key, thing]));
  const now = new Set(after.map(({ key }) => key));
  const pairs: [Plain | undefined, Plain | undefined][] = after.map((thing) => [
    old.get(thing.key),
    thing,
  ]);
  before.forEach((thing, index) => {
    if (now.has(thing.key)) return;
    const previous = before[index - 1]?.key;
    const at = pairs.findIndex(([left, right]) => (right ?? left)?.key === previous);
    pairs.splice(at + 1, 0, [thing, undefined]);
  });
  return pairs;
}

function partOf(thing: Plain): Part {
  const { key, name, titles, colour } = thing as unknown as Part; // outlined when it was read
  const facts = ['type', 'geometry', 'unit']
    .map((name) => thing[name])
    .filter((fact): fact is string => typeof fact === 'string');
  for (const bound of ['minimum', 'maximum', 'min_selected', 'max_selected', 'max_length']) {
    if (typeof thing[bound] === 'number') facts.push(`${bound} ${thing[bound]}`);
  }
  return { key, name, titles, colour, facts: thing.required ? [...facts, 'required'] : facts };
}

function markOf(before: Part | undefined, after: Part | undefined): Mark {
  if (!before) return 'added';
  if (!after) return 'removed';
  const isSame =
    (before.name ?? before.key) === (after.name ?? after.key) &&
    before.facts.join() === after.facts.join();
  return isSame ? 'same' : 'changed';
}

function listOf(value: unknown): readonly Plain[] {
  return Array.isArray(value) ? (value as Plain[]) : []; // outlined when it was read
}

/** Only what changed, with the lines above it for the place. */
export function onlyMarked(all: readonly Line[]): Line[] {
  return all.filter(({ mark, holdsMarks }) => mark !== 'same' || holdsMarks);
}
