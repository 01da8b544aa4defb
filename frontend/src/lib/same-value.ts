/** Whether two pieces of plain JSON data say the same, whatever the order of their keys. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((part, at) => isSameValue(part, b[at]))
    );
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const left = Object.entries(a).filter(([, part]) => part !== undefined);
  const right = new Map(Object.entries(b).filter(([, part]) => part !== undefined));
  return (
    left.length === right.size &&
    left.every(([key, part]) => right.has(key) && isSameValue(part, right.get(key)))
  );
}
