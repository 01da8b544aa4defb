/** Where a task can stand; done first, because a bar reads from the left. */
export const TASK_STATES = [
  'accepted',
  'submitted',
  'returned',
  'leased',
  'skipped',
  'open',
] as const;
export type TaskState = (typeof TASK_STATES)[number];
