/** A page of any list. */
export interface Page<T> {
  results: T[];
  next: string | null;
}
