/** What was written down about an event, as one line: `role annotator · person ann-7f3c`. */
export function detailOf(data: Record<string, unknown>): string {
  return Object.entries(data)
    .filter(([, value]) => value !== null && value !== '' && value !== undefined)
    .map(([key, value]) => `${key.replaceAll('_', ' ')} ${textOf(value)}`)
    .join(' · ');
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'object' && value !== null) return `(${detailOf({ ...value })})`;
  return String(value);
}
