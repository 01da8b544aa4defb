/** Where characters, as people see them, and words begin and end; in UTF-16 units of one line. */
export type Unit = 'grapheme' | 'word';

const segmenters = new Map<string, Intl.Segmenter>();

/** Building a segmenter loads a dictionary for Japanese: once per language. */
function segmenter(locale: string, granularity: Unit): Intl.Segmenter {
  const key = `${locale}/${granularity}`;
  let found = segmenters.get(key);
  if (!found) {
    found = new Intl.Segmenter(locale || undefined, { granularity });
    segmenters.set(key, found);
  }
  return found;
}

/** The last edge of a word at or before `offset`, else that of a character; 0 where there is none. */
export function boundaryBefore(line: string, offset: number): number {
  const edge = (unit: Unit) => segmenter('', unit).segment(line).containing(offset)?.index ?? 0;
  return edge('word') || edge('grapheme');
}

/** The nearest boundary after (`direction` 1) or before (-1) `offset`; the line's own end when there is none. */
export function nextBoundary(
  line: string,
  offset: number,
  direction: 1 | -1,
  unit: Unit,
  locale: string,
): number {
  const segments = segmenter(locale, unit).segment(line);
  if (unit === 'grapheme') {
    const segment = segments.containing(direction === 1 ? offset : offset - 1);
    if (!segment) return direction === 1 ? line.length : 0;
    return direction === 1 ? segment.index + segment.segment.length : segment.index;
  }
  // As editors do it: forwards to the end of the next word, backwards to the start of the one before.
  let before = 0;
  for (const { index, segment, isWordLike } of segments) {
    if (!isWordLike) continue;
    const edge = direction === 1 ? index + segment.length : index;
    if (direction === 1 && edge > offset) return edge;
    if (direction === -1 && edge >= offset) break;
    before = edge;
  }
  return direction === 1 ? line.length : before;
}

/**
 * `start`…`end` without white space at its ends, and with words that it cuts taken whole. In Korean a word is what stands between
 * spaces; in Japanese it comes from the browser's dictionary.
 */
export function snapToWords(
  line: string,
  start: number,
  end: number,
  locale: string,
): readonly [start: number, end: number] {
  const [from, to] = trimmed(line, start, end);
  if (from >= to) return [from, to];
  const segments = segmenter(locale, 'word').segment(line);
  const first = segments.containing(from);
  const last = segments.containing(to - 1);
  return [
    first?.isWordLike ? first.index : from,
    last?.isWordLike ? last.index + last.segment.length : to,
  ];
}

/** `start`…`end` grown to whole characters: half an emoji family or a jamo without its syllable is never meant. */
export function snapToGraphemes(
  line: string,
  start: number,
  end: number,
  locale: string,
): readonly [start: number, end: number] {
  const segments = segmenter(locale, 'grapheme').segment(line);
  const first = start < line.length ? segments.containing(start) : undefined;
  const last = end > start ? segments.containing(end - 1) : undefined;
  return [first?.index ?? start, last ? last.index + last.segment.length : end];
}

export function trimmed(
  line: string,
  start: number,
  end: number,
): readonly [start: number, end: number] {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(line.charAt(from))) from++;
  while (to > from && /\s/.test(line.charAt(to - 1))) to--;
  return [from, to];
}
