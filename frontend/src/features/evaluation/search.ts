/** What the address of a model run carries. */
export interface RunSearch {
  /** The score that is shown; by default the newest. */
  score?: string;
  /** Another run whose figures stand beside. */
  compare?: string;
  /** The item that is opened. */
  item?: string;
}

export function readRunSearch(search: Record<string, unknown>): RunSearch {
  const { score, compare, item } = search;
  return {
    ...(typeof score === 'string' ? { score } : {}),
    ...(typeof compare === 'string' ? { compare } : {}),
    ...(typeof item === 'string' ? { item } : {}),
  };
}
