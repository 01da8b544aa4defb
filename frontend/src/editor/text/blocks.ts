import { lowerBound, type CodePoints } from './code-points';

/** One line of the text, or a part of a very long one: what is rendered, and left out of sight, as a whole. */
export interface Block {
  readonly index: number;
  /** Code points over the whole text. The line break after a block belongs to none. */
  readonly start: number;
  readonly end: number;
  /** The same place in UTF-16, for the DOM. */
  readonly utf16: number;
  readonly text: string;
}

/** Longer lines are cut, at a space if there is one: laying out one line of a megabyte takes the browser seconds. */
const MAX_BLOCK = 4000;

export function blocksOf(points: CodePoints): readonly Block[] {
  const blocks: Block[] = [];
  const { text } = points;
  let at = 0;
  while (at <= text.length) {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 ? text.length : newline;
    while (lineEnd - at > MAX_BLOCK) {
      const end = cutBefore(text, at, at + MAX_BLOCK);
      blocks.push(blockAt(points, blocks.length, at, end));
      at = end;
    }
    blocks.push(blockAt(points, blocks.length, at, lineEnd));
    at = lineEnd + 1;
  }
  return blocks;
}

function blockAt(points: CodePoints, index: number, from: number, to: number): Block {
  return {
    index,
    start: points.fromUtf16(from),
    end: points.fromUtf16(to),
    utf16: from,
    text: points.text.slice(from, to),
  };
}

function cutBefore(text: string, from: number, limit: number): number {
  const space = text.lastIndexOf(' ', limit);
  if (space > from) return space + 1;
  const isLowSurrogate = (text.charCodeAt(limit) & 0xfc00) === 0xdc00;
  return isLowSurrogate ? limit - 1 : limit;
}

/** The block that holds `offset`; a line break counts to the line before it. */
export function blockOf(blocks: readonly Block[], offset: number): Block | undefined {
  const after = lowerBound(blocks.length, (at) => (blocks[at]?.start ?? 0) > offset);
  return blocks[Math.max(after - 1, 0)];
}
