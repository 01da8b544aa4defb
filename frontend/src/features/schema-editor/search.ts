/** What the address of the schema page carries. */
export interface SchemaSearch {
  /** The draft is open. */
  edit?: boolean;
  /** The number of the version shown; without it the newest. */
  version?: number;
  view?: 'yaml';
  /** The pane beside the form. */
  pane?: 'yaml' | 'json';
  /** What is selected in the draft, as a JSON pointer. */
  at?: string;
}

export function readSchemaSearch(search: Record<string, unknown>): SchemaSearch {
  const { edit, version, view, pane, at } = search;
  return {
    ...(edit === true ? { edit } : {}),
    ...(typeof version === 'number' && version > 0 ? { version } : {}),
    ...(view === 'yaml' ? { view } : {}),
    ...(pane === 'yaml' || pane === 'json' ? { pane } : {}),
    ...(typeof at === 'string' && at.startsWith('/fields/') ? { at } : {}),
  };
}
