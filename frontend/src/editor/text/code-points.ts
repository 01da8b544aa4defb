/**
 * Converts between UTF-16 offsets, which the browser counts in, and code points, which the rest of the product counts in. Keeps
 * only where the two-unit characters are: most texts have none, and then both are the same number.
 */
export class CodePoints {
  readonly length: number;
  /** UTF-16 offsets of the first halves of all surrogate pairs, ascending. */
  readonly #pairs: readonly number[];

  constructor(readonly text: string) {
    const pairs: number[] = [];
    for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) pairs.push(match.index);
    this.#pairs = pairs;
    this.length = text.length - pairs.length;
  }

  /** An offset inside a surrogate pair counts as before it: half a character can't be labelled. */
  fromUtf16(offset: number): number {
    const before = lowerBound(this.#pairs.length, (at) => (this.#pairs[at] ?? 0) + 1 >= offset);
    const isInside = this.#pairs[before] === offset - 1;
    return offset - before - (isInside ? 1 : 0);
  }

  toUtf16(offset: number): number {
    // The n-th pair begins at the code point "its UTF-16 offset minus n".
    return offset + lowerBound(this.#pairs.length, (at) => (this.#pairs[at] ?? 0) - at >= offset);
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.toUtf16(start), this.toUtf16(end));
  }
}

/** The first of `count` places for which `isReached` holds; it must stay true once it is. */
export function lowerBound(count: number, isReached: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
