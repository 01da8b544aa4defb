import type { SchemaDocument } from '@/lib/schema-document';

/** The keys of the page itself. With Shift where a letter alone could be a schema's: hands learn them for good. */
export const PAGE_KEYS = {
  submit: ['enter', 'mod+enter'],
  previous: 'shift+p',
  panel: '\\',
  regions: 'shift+r',
  guideline: 'shift+g',
  history: 'shift+v',
  help: '?',
} as const;

/** `s` skips, unless the schema wants the letter for itself. */
export function skipKey(schema: SchemaDocument): string {
  return freeKey(schema, 's');
}

/** `q` asks, likewise. */
export function askKey(schema: SchemaDocument): string {
  return freeKey(schema, 'q');
}

function freeKey(schema: SchemaDocument, letter: string): string {
  const taken = new Set<string>();
  for (const field of schema.fields) {
    const labels = field.labels ?? [];
    const options = [
      ...(field.options ?? []),
      ...labels.flatMap((label) =>
        (label.attributes ?? []).flatMap(({ options }) => options ?? []),
      ),
    ];
    for (const { shortcut } of [...labels, ...options]) if (shortcut) taken.add(shortcut);
  }
  return taken.has(letter) ? `shift+${letter}` : letter;
}
