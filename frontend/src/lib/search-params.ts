/**
 * A `validateSearch` that keeps these keys as texts and drops the rest:
 * `validateSearch: textParams('q', 'state')`. The router reads `?q=12` as a number; it is a text again here.
 */
export function textParams<const Key extends string>(...keys: Key[]) {
  return (search: Record<string, unknown>): Partial<Record<Key, string>> => {
    const kept: Partial<Record<Key, string>> = {};
    for (const key of keys) {
      const value = search[key];
      const isPlain =
        typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      if (isPlain && value !== '') kept[key] = String(value);
    }
    return kept;
  };
}
