/*
 * The API as agreed, until the generated types describe it. Nothing outside `api/` may define
 * an API type; a path moves out of here on the day `schema.d.ts` has it.
 */

/** A page of any list. */
export interface Page<T> {
  results: T[];
  next: string | null;
}

/** Nothing is waiting at the moment. */
export type PendingPaths = Record<never, never>;
