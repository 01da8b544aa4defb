const STATES = ['live', 'succeeded', 'failed', 'cancelled'] as const;
export type JobFilter = (typeof STATES)[number];

/** What the address of the jobs page carries. */
export interface JobsSearch {
  state?: JobFilter;
  /** The job that is open. */
  job?: string;
}

export function readJobsSearch(search: Record<string, unknown>): JobsSearch {
  const state = STATES.find((each) => each === search.state);
  return {
    ...(state ? { state } : {}),
    ...(typeof search.job === 'string' ? { job: search.job } : {}),
  };
}
