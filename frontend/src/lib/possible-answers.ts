import {
  isColour,
  nodeWords,
  titleOf,
  type SchemaDocument,
  type SchemaField,
} from './schema-document';

/** The answer that takes the part away. */
export const TAKE_AWAY = '-';

export interface PossibleAnswer {
  readonly key: string;
  /** In the reader's language; the key itself where the schema has no name for it. */
  readonly title: string;
  readonly colour: string | null;
  readonly shortcut: string | undefined;
}

/** What is asked: the field's key, and the keys that may be answered. */
interface Asked {
  readonly field: string;
  readonly candidates: readonly string[];
}

interface Named {
  readonly key: string;
  readonly colour?: string;
  readonly shortcut?: string;
}

/** Keys that the page itself needs. */
const RESERVED = new Set(['s', '0', TAKE_AWAY]);
const SPARE = [...'123456789', ...'qwertyuiopadfghjklzxcvbnm'];

/**
 * What may be answered, each with a key: the shortcut that the new schema gives it, because hands know that from labelling;
 * else the first free one of 1…9 and the letters.
 */
export function possibleAnswers(
  document: SchemaDocument,
  question: Asked,
  locale: string,
): readonly PossibleAnswer[] {
  const field = document.fields.find(({ key }) => key === question.field);
  const parts = question.candidates.map((key) => partNamed(document, field, key));
  const own = ownShortcuts(parts);
  const taken = new Set(own.values());
  const spare = SPARE.filter((key) => !taken.has(key) && !RESERVED.has(key));
  return question.candidates.map((key, at) => {
    const part = parts[at];
    return {
      key,
      title: titleIn(field, part, key, locale),
      colour: isColour(part?.colour) ? part.colour : null,
      shortcut: key === TAKE_AWAY ? TAKE_AWAY : (own.get(key) ?? spare.shift()),
    };
  });
}

/** The schema's own shortcuts, but for those that two answers have. */
function ownShortcuts(parts: readonly (Named | undefined)[]): Map<string, string> {
  const found = parts.flatMap((part) => (part?.shortcut ? [part.shortcut] : []));
  const own = new Map<string, string>();
  for (const part of parts) {
    const key = part?.shortcut;
    if (part && key && key !== TAKE_AWAY && found.filter((each) => each === key).length === 1)
      own.set(part.key, key);
  }
  return own;
}

/** A label, an option, a node, or an option of an attribute; answers may be any of these. */
function partNamed(
  document: SchemaDocument,
  field: SchemaField | undefined,
  key: string,
): Named | undefined {
  const here = (each: SchemaField): readonly Named[] => [
    ...(each.labels ?? []),
    ...(each.options ?? []),
    ...(each.labels ?? []).flatMap(({ attributes }) =>
      (attributes ?? []).flatMap(({ options }) => options ?? []),
    ),
  ];
  const near = field ? here(field) : [];
  return [...near, ...document.fields.flatMap(here)].find((part) => part.key === key);
}

function titleIn(
  field: SchemaField | undefined,
  part: Named | undefined,
  key: string,
  locale: string,
): string {
  if (part) return titleOf(part, locale);
  return field?.nodes ? nodeWords(field, key, locale) : key;
}
