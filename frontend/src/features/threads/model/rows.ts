/** The rows that have all words of `query` in one of their texts, in their order; those with it in the first text first. */
export function found<T>(
  rows: readonly T[],
  query: string,
  texts: (row: T) => readonly string[],
): T[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const hasAll = (text: string) => words.every((word) => text.includes(word));
  const hits = rows.filter((row) => hasAll(folded(texts(row).join('\n'))));
  const isFirst = (row: T) => hasAll(folded(texts(row)[0] ?? ''));
  return [...hits.filter(isFirst), ...hits.filter((row) => !isFirst(row))];
}

/** Full and half width, capitals and small letters are the same, as in the server's search. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The rows with one in another place; null where there is no such place. */
export function moved<T>(rows: readonly T[], from: number, to: number): T[] | null {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return null;
  const others = rows.filter((_, index) => index !== from);
  return [...others.slice(0, to), row, ...others.slice(to)];
}
