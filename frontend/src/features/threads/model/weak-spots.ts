import type { Sort } from '@/components/data-table';

/** What is counted of a label or a section of the guideline. */
export interface Spot {
  questions: number;
  asked_again: number;
  answered: number;
  /** Seconds. */
  median_wait: number | null;
  changed: number;
}

export const COLUMNS = ['questions', 'again', 'wait', 'changed'] as const;
export type Measure = (typeof COLUMNS)[number];

/** From 0, cold, to 4. */
export type Heat = 0 | 1 | 2 | 3 | 4;

/** What a cell says in a number; null where there is nothing to say yet. */
export function measure(spot: Spot, by: Measure): number | null {
  if (by === 'questions') return spot.questions;
  if (by === 'again') return spot.asked_again;
  if (by === 'wait') return spot.median_wait;
  return spot.answered > 0 ? spot.changed / spot.answered : null;
}

/** What is not hot, though it be the most of its column: three questions, an answer within minutes, a share. */
const LEAST: Readonly<Record<Measure, number>> = { questions: 4, again: 4, wait: 3600, changed: 1 };

/** How warm a cell is, beside the warmest of its column. */
export function heatOf(spot: Spot, by: Measure, spots: readonly Spot[]): Heat {
  const value = measure(spot, by);
  if (value === null || value <= 0) return 0;
  const most = Math.max(LEAST[by], ...spots.map((each) => measure(each, by) ?? 0));
  return Math.ceil((value / most) * 4) as Heat; // `value` is one of them, so 1 to 4
}

/** The order that an address asks for: `wait`, or `-wait` from the highest down. Most questions first without one. */
export function readSort(text: string | undefined): Sort {
  const key = text?.replace(/^-/, '') ?? '';
  const isKnown = key === 'name' || COLUMNS.some((each) => each === key);
  if (!isKnown) return { key: 'questions', direction: 'descending' };
  return { key, direction: text?.startsWith('-') ? 'descending' : 'ascending' };
}

export function writeSort({ key, direction }: Sort): string {
  return direction === 'descending' ? `-${key}` : key;
}

/** In that order; what has no number yet stands last either way, and what is equal stays as it was. */
export function sorted<Row extends Spot>(
  rows: readonly Row[],
  sort: Sort,
  nameOf: (row: Row) => string,
  locale: string,
): Row[] {
  const sign = sort.direction === 'descending' ? -1 : 1;
  const by = COLUMNS.find((each) => each === sort.key);
  if (!by) {
    const { compare } = new Intl.Collator(locale, { numeric: true });
    return rows.toSorted((one, other) => sign * compare(nameOf(one), nameOf(other)));
  }
  return rows.toSorted((one, other) => {
    const [a, b] = [measure(one, by), measure(other, by)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (a - b);
  });
}
