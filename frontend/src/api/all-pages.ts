import type { Page } from './page';

const MOST_PAGES = 40;

/** Every row of a list that is short by nature (people, vendors): for choosing from, not for browsing. */
export async function allPages<T>(
  fetchPage: (after: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const rows: T[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { results, next } = await fetchPage(after);
    rows.push(...results);
    if (!next) break;
    after = next;
  }
  return rows;
}
