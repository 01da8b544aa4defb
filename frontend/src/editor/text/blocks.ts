import { boundaryBefore } from './boundaries';
import { lowerBound, type CodePoints } from './code-points';
import { directionOf, type Direction } from './direction';

/** One line of the text, or a part of a very long one: what is rendered, and left out of sight, as a whole. */
export interface Block {
  readonly index: number;
  /** Code points over the whole text. The line break after a block belongs to none. */
  readonly start: number;
  readonly end: number;
  /** The same place in UTF-16, for the DOM. */
  readonly utf16: number;
  readonly text: string;
  /** That of the whole line, also in a part of one. */
  readonly direction: Direction;
}

/** Longer lines are cut, at a space if there is one: laying out one line of a megabyte takes the browser seconds. */
const LONGEST_LINE = 4000;
/** What they are cut into. Smaller, so that not much more than what is in sight is laid out. */
const PIECE = 2000;
/** Around a cut without a space near it, this much is looked at for the edge of a word. */
const NEAR = 200;

export function blocksOf(points: CodePoints): readonly Block[] {
  const blocks: Block[] = [];
  const { text } = points;
  let at = 0;
  while (at <= text.length) {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 ? text.length : newline;
    const direction = directionOf(text.slice(at, Math.min(lineEnd, at + PIECE)));
    const add = (end: number) =>
      blocks.push({ ...blockAt(points, at, end), index: blocks.length, direction });
    const isLong = lineEnd - at > LONGEST_LINE;
    while (isLong && lineEnd - at > PIECE) {
      const end = cutBefore(text, at + PIECE);
      add(end);
      at = end;
    }
    add(lineEnd);
    at = lineEnd + 1;
  }
  return blocks;
}

function blockAt(points: CodePoints, from: number, to: number) {
  return {
    start: points.fromUtf16(from),
    end: points.fromUtf16(to),
    utf16: from,
    text: points.text.slice(from, to),
  };
}

/** The last place up to `limit` where a line may be cut: after a space, else between words, so that no character is split. */
function cutBefore(text: string, limit: number): number {
  const from = limit - NEAR;
  const space = text.slice(from, limit).lastIndexOf(' ');
  if (space !== -1) return from + space + 1;
  const found = boundaryBefore(text.slice(from, limit + NEAR), NEAR);
  if (found > 0) return from + found;
  const isLowSurrogate = (text.charCodeAt(limit) & 0xfc00) === 0xdc00;
  return isLowSurrogate ? limit - 1 : limit;
}

/** The block that holds `offset`; a line break counts to the line before it. */
export function blockOf(blocks: readonly Block[], offset: number): Block | undefined {
  const after = lowerBound(blocks.length, (at) => (blocks[at]?.start ?? 0) > offset);
  return blocks[Math.max(after - 1, 0)];
}
