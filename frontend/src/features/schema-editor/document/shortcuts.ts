import { asText, nameOf, type SchemaDocument, type SchemaOption } from '@/lib/schema-document';
import { join, stepsOf } from './pointer';

interface Use {
  pointer: string;
  shortcut: string;
  /** The name of whose it is. */
  owner: string;
}

/** Labels and options of fields share the screen; options of attributes only show with a selected region. */
export function isOnScreen(pointer: string): boolean {
  return !stepsOf(pointer).includes('attributes');
}

/**
 * Who has the shortcut already, seen from the thing at `pointer`; null when nobody has. On the screen each is
 * unique; an attribute's options clash with those and with the other options of their label.
 */
export function holderOf(
  document: SchemaDocument,
  pointer: string,
  shortcut: string,
): string | null {
  const wanted = shortcut.toLowerCase();
  const label = labelOf(pointer);
  const found = usesIn(document).find(
    (use) =>
      use.pointer !== pointer &&
      use.shortcut.toLowerCase() === wanted &&
      (isOnScreen(use.pointer) || isOnScreen(pointer) || labelOf(use.pointer) === label),
  );
  return found?.owner ?? null;
}

/** The first digit, then letter, that nothing on the screen has; undefined when all are taken. */
export function freeShortcut(document: SchemaDocument, pointer: string): string | undefined {
  return [...'123456789abcdefghijklmnopqrstuvwxyz'].find(
    (key) => holderOf(document, pointer, key) === null,
  );
}

function labelOf(pointer: string): string {
  return pointer.split('/attributes/')[0] ?? '';
}

function usesIn(document: SchemaDocument): Use[] {
  return document.fields.flatMap((field, index) => {
    const at = join('/fields', index);
    const labels = (field.labels ?? []).flatMap((label, position) => {
      const place = join(at, 'labels', position);
      const attributes = (label.attributes ?? []).flatMap((attribute, number) =>
        usesOf(attribute.options ?? [], join(place, 'attributes', number, 'options')),
      );
      return [...usesOf([label], place, true), ...attributes];
    });
    return [...labels, ...usesOf(field.options ?? [], join(at, 'options'))];
  });
}

function usesOf(things: readonly SchemaOption[], at: string, isOne = false): Use[] {
  return things.flatMap((thing, index) => {
    const shortcut = asText(thing.shortcut);
    const pointer = isOne ? at : join(at, index);
    return shortcut ? [{ pointer, shortcut, owner: nameOf(thing) }] : [];
  });
}

/** The character of a key press as a shortcut, or null for keys that are none. */
export function shortcutFrom(key: string): string | null {
  return /^[^\s\p{C}]$/u.test(key) ? key.toLowerCase() : null;
}
