import { colourOf, nodeWords, titleOf, type SchemaDocument } from '@/lib/schema-document';

/** What a label, option or node is called in a schema, with its colour; its key where the schema does not have it. */
export function nameOfUse(
  document: SchemaDocument | null,
  fieldKey: string,
  label: string,
  locale: string,
): { title: string; colour?: string } {
  const field = document?.fields.find(({ key }) => key === fieldKey);
  if (!field) return { title: label || fieldKey };
  if (!label) return { title: titleOf(field, locale) };
  const found = [...(field.labels ?? []), ...(field.options ?? [])].find(
    ({ key }) => key === label,
  );
  if (found) return { title: titleOf(found, locale), colour: colourOf(found) };
  return { title: field.nodes ? nodeWords(field, label, locale) : label };
}
