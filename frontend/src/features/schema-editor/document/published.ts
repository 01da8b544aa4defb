import { asText, type SchemaDocument } from '@/lib/schema-document';
import { getAt, stepsOf } from './pointer';

/**
 * Whether the published document has a thing with the same keys all the way down: then stored annotations may
 * name it, and its key stays.
 */
export function isPublishedAt(
  document: SchemaDocument,
  published: SchemaDocument | null,
  pointer: string,
): boolean {
  let at = '';
  let found: unknown = published;
  for (const step of stepsOf(pointer)) {
    at += `/${step}`;
    if (!/^\d+$/.test(step)) {
      found = (found as Record<string, unknown> | null | undefined)?.[step]; // plain data
      continue;
    }
    const key = asText((getAt(document, at) as { key?: unknown } | undefined)?.key);
    found = Array.isArray(found)
      ? found.find((part: { key?: unknown }) => asText(part.key) === key)
      : undefined;
  }
  return found !== undefined && found !== null;
}
