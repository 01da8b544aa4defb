/** What the address of the items page carries. */
export interface ItemsSearch {
  /** How the external id or the text begins. */
  q?: string;
  /** Only what this import added. */
  import?: string;
  /** `only`: what was shown to be no good. */
  problem?: 'only';
  /** The item that is open. */
  item?: string;
}

export function readItemsSearch(search: Record<string, unknown>): ItemsSearch {
  const { q, item } = search;
  const text = typeof q === 'number' ? String(q) : q;
  return {
    ...(typeof text === 'string' && text ? { q: text } : {}),
    ...(typeof search.import === 'string' ? { import: search.import } : {}),
    ...(search.problem === 'only' ? { problem: 'only' as const } : {}),
    ...(typeof item === 'string' ? { item } : {}),
  };
}
