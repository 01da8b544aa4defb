/** What the address of the page of changes carries. */
export interface ChangesSearch {
  /** All of the two schemas beside each other, not only what changed. */
  all?: boolean;
  /** The plan beside the decisions as text. */
  plan?: 'yaml';
}

export function readChangesSearch(search: Record<string, unknown>): ChangesSearch {
  return {
    ...(search.all === true ? { all: true } : {}),
    ...(search.plan === 'yaml' ? { plan: 'yaml' as const } : {}),
  };
}

/** What the address of a rehearsal carries. */
export interface RehearsalSearch {
  /** The row whose samples are shown … */
  row?: string;
  /** … or the flow. */
  flow?: string;
  /** Which of the samples, from 1. */
  sample?: number;
  /** An earlier rehearsal whose numbers stand beside. */
  compare?: string;
}

export function readRehearsalSearch(search: Record<string, unknown>): RehearsalSearch {
  const { row, flow, sample, compare } = search;
  return {
    ...(typeof row === 'string' ? { row } : {}),
    ...(typeof flow === 'string' ? { flow } : {}),
    ...(typeof sample === 'number' && sample > 1 ? { sample } : {}),
    ...(typeof compare === 'string' ? { compare } : {}),
  };
}

/** What the address of the history carries. */
export interface HistorySearch {
  /** The version that is open. */
  version?: number;
}

export function readHistorySearch({ version }: Record<string, unknown>): HistorySearch {
  return typeof version === 'number' && version > 0 ? { version } : {};
}
