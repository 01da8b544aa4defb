import { isPlainObject, type Plain } from '@/lib/schema-document';

/** A merge, as far as the draft has to know of it. */
export interface Merge {
  field: string;
  target: string;
  sources: readonly Plain[]; // the labels as they were
}

const KEY = 'origin';

/** The draft in which the target of a merge says which label each part had. */
export function keepingOrigin(document: Plain, merge: Merge, titles: Plain): Plain {
  return withAttributes(document, merge, (attributes) => {
    const taken = attributes.map(({ key }) => key);
    let key = KEY;
    for (let number = 2; taken.includes(key); number += 1) key = `${KEY}_${number}`;
    const options = merge.sources.map((source) => ({
      key: source.key,
      ...(source.titles ? { titles: source.titles } : {}),
    }));
    return [...attributes, { key, titles, type: 'choice', options }];
  });
}

/** The draft in which the target does not have that attribute. */
export function forgettingOrigin(document: Plain, merge: Omit<Merge, 'sources'>, origin: string) {
  return withAttributes(document, merge, (attributes) =>
    attributes.filter(({ key }) => key !== origin),
  );
}

function withAttributes(
  document: Plain,
  { field, target }: Omit<Merge, 'sources'>,
  change: (attributes: Plain[]) => Plain[],
): Plain {
  return mapped(document, 'fields', field, (found) =>
    mapped(found, 'labels', target, (label) => ({
      ...label,
      attributes: change(listIn(label, 'attributes')),
    })),
  );
}

function mapped(thing: Plain, list: string, key: string, change: (part: Plain) => Plain): Plain {
  const parts = listIn(thing, list).map((part) => (part.key === key ? change(part) : part));
  return { ...thing, [list]: parts };
}

function listIn(thing: Plain, name: string): Plain[] {
  const list = thing[name];
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}
