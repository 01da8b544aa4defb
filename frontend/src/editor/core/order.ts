import type { Region } from './value';

/** Where in the drawing order regions go: one step, or all the way. */
export type OrderStep = 'forward' | 'backward' | 'front' | 'back';

/**
 * The regions of one field, lowest first, with those of `ids` raised or lowered. Those keep their order among themselves, and do
 * not pass one another at the end.
 */
export function stepped(
  regions: readonly Region[],
  ids: ReadonlySet<string>,
  step: OrderStep,
): readonly Region[] {
  if (step === 'front') return [...regions.filter(not(ids)), ...regions.filter(among(ids))];
  if (step === 'back') return [...regions.filter(among(ids)), ...regions.filter(not(ids))];
  const list = step === 'forward' ? [...regions].reverse() : [...regions];
  for (let at = 1; at < list.length; at++) {
    const [below, region] = [list[at - 1], list[at]];
    if (below && region && ids.has(region.id) && !ids.has(below.id))
      [list[at - 1], list[at]] = [region, below];
  }
  return step === 'forward' ? list.reverse() : list;
}

/** `regions` with the one called `id` right before `before`, or last without that. */
export function placedBefore(
  regions: readonly Region[],
  id: string,
  before: string | null,
): readonly Region[] {
  const region = regions.find((each) => each.id === id);
  const rest = regions.filter((each) => each.id !== id);
  const at = before === null ? rest.length : rest.findIndex((each) => each.id === before);
  if (!region || at < 0) return regions;
  return [...rest.slice(0, at), region, ...rest.slice(at)];
}

/**
 * The ids that have to be taken out and put elsewhere to lead from the order of `before` to that of `after`, as few as can be:
 * all but the longest rising run. Ids that only one of them has are none of them.
 */
export function reordered(before: ReadonlyMap<string, number>, after: readonly string[]): ReadonlySet<string> {
  const common = after.filter((id) => before.has(id));
  const places = common.map((id) => before.get(id) ?? 0);
  // Nearly every change keeps the order, and there are thousands of regions.
  if (places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0))) return new Set();
  const kept = longestRise(places);
  return new Set(common.filter((_, at) => !kept.has(at)));
}

/** The positions of a longest rising subsequence. Source: patience sorting (Fredman, 1975). */
function longestRise(values: readonly number[]): ReadonlySet<number> {
  const tops: number[] = [];
  const previous: number[] = [];
  values.forEach((value, at) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tops[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous[at] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = at;
  });
  const kept = new Set<number>();
  for (let at = tops.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) kept.add(at);
  return kept;
}

const among = (ids: ReadonlySet<string>) => (region: Region) => ids.has(region.id);
const not = (ids: ReadonlySet<string>) => (region: Region) => !ids.has(region.id);
