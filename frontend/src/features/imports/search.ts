/** What the address of the import page carries. */
export interface ImportSearch {
  /** The import that is open. */
  import?: string;
  /** Only problems of this kind. */
  code?: string;
}

export function readImportSearch(search: Record<string, unknown>): ImportSearch {
  return {
    ...(typeof search.import === 'string' ? { import: search.import } : {}),
    ...(typeof search.code === 'string' ? { code: search.code } : {}),
  };
}
