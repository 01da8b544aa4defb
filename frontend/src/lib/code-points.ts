/*
 * Text offsets are stored as Unicode code points; the DOM and JavaScript strings count UTF-16 units.
 * Convert once, at the edge.
 */

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

function isPairAt(text: string, unit: number): boolean {
  return isHigh(text.charCodeAt(unit)) && isLow(text.charCodeAt(unit + 1));
}

export function codePointLength(text: string): number {
  return utf16ToCodePoint(text, text.length);
}

/** The code point offset of a UTF-16 offset. An offset inside a surrogate pair counts as the pair's start. */
export function utf16ToCodePoint(text: string, offset: number): number {
  const end = Math.max(0, Math.min(offset, text.length));
  let points = 0;
  for (let unit = 0; unit < end; points += 1) {
    const width = isPairAt(text, unit) ? 2 : 1;
    if (unit + width > end) break;
    unit += width;
  }
  return points;
}

/** The UTF-16 offset of a code point offset; past the end it is the end. */
export function codePointToUtf16(text: string, offset: number): number {
  let unit = 0;
  for (let point = 0; point < offset && unit < text.length; point += 1) {
    unit += isPairAt(text, unit) ? 2 : 1;
  }
  return unit;
}

export function sliceCodePoints(text: string, start: number, end: number): string {
  return text.slice(codePointToUtf16(text, start), codePointToUtf16(text, end));
}

/**
 * Both directions in O(log pairs) after one pass: for long texts with many spans.
 * Only the positions of surrogate pairs are kept, which most texts have none of.
 */
export class CodePointIndex {
  readonly length: number;
  readonly #pairs: number[] = [];

  constructor(readonly text: string) {
    for (let unit = 0; unit < text.length - 1; unit += 1) {
      if (isPairAt(text, unit)) {
        this.#pairs.push(unit);
        unit += 1;
      }
    }
    this.length = text.length - this.#pairs.length;
  }

  toCodePoint(utf16: number): number {
    const clamped = Math.max(0, Math.min(utf16, this.text.length));
    const before = countWhile(this.#pairs, (unit) => unit < clamped);
    const last = this.#pairs[before - 1];
    const isInside = last !== undefined && last + 1 === clamped;
    return isInside ? last - (before - 1) : clamped - before;
  }

  toUtf16(point: number): number {
    const clamped = Math.max(0, Math.min(point, this.length));
    return clamped + countWhile(this.#pairs, (unit, index) => unit - index < clamped);
  }
}

function countWhile(values: number[], holds: (value: number, index: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] ?? 0, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
