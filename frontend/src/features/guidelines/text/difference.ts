import { diffArrays, diffWordsWithSpace } from 'diff';

export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** One paragraph, heading or list line of the comparison, with its words. */
export interface DiffLine {
  kind: 'same' | 'changed' | 'removed' | 'added';
  pieces: readonly Piece[];
}

/** A stretch of lines; long equal ones can be folded. */
export interface DiffBlock {
  kind: 'same' | 'changed';
  lines: readonly DiffLine[];
}

const MOST_CHARACTERS = 20_000;

/** Two texts, line by line, and word by word where a line was rewritten. */
export function textDifference(before: string, after: string, locale: string): DiffBlock[] {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const blocks: DiffBlock[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = () => {
    if (removed.length + added.length > 0) {
      blocks.push({ kind: 'changed', lines: paired(removed, added, segmenter) });
    }
    removed = [];
    added = [];
  };
  for (const part of diffArrays(linesOf(before), linesOf(after))) {
    if (part.removed) removed.push(...part.value);
    else if (part.added) added.push(...part.value);
    else {
      flush();
      blocks.push({ kind: 'same', lines: part.value.map((text) => line('same', text)) });
    }
  }
  flush();
  return blocks;
}

/** How many lines differ. */
export function changedLines(blocks: readonly DiffBlock[]): number {
  return blocks
    .filter((block) => block.kind === 'changed')
    .reduce((count, block) => count + block.lines.length, 0);
}

/** Without empty lines and rules of tables: people read what stands between them. */
function linesOf(text: string): string[] {
  return text.split('\n').filter((each) => !/^[\s|:-]*$/.test(each));
}

function line(kind: 'same' | 'removed' | 'added', text: string): DiffLine {
  return { kind, pieces: [{ kind, text }] };
}

/** Old and new lines side by side as long as they are alike; the rest came or went as a whole. */
function paired(removed: string[], added: string[], segmenter: Intl.Segmenter): DiffLine[] {
  const lines: DiffLine[] = [];
  const left = [...removed];
  for (const text of added) {
    const match = left.findIndex((old) => likeness(old, text) > 0.4);
    if (match < 0) {
      lines.push(line('added', text));
      continue;
    }
    for (const gone of left.splice(0, match)) lines.push(line('removed', gone));
    lines.push({ kind: 'changed', pieces: wordDifference(left.shift() ?? '', text, segmenter) });
  }
  return [...left.map((gone) => line('removed', gone)), ...lines];
}

function wordDifference(before: string, after: string, intlSegmenter: Intl.Segmenter): Piece[] {
  if (before.length + after.length > MOST_CHARACTERS) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  }
  return diffWordsWithSpace(before, after, { intlSegmenter }).map((part) => ({
    kind: part.added ? 'added' : part.removed ? 'removed' : 'same',
    text: part.value,
  }));
}

/** The share of pairs of characters that both have (Sørensen–Dice): cheap, and good for any script. */
function likeness(a: string, b: string): number {
  const pairs = new Map<string, number>();
  for (let at = 0; at < a.length - 1; at += 1) {
    const pair = a.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let common = 0;
  for (let at = 0; at < b.length - 1; at += 1) {
    const pair = b.slice(at, at + 2);
    const count = pairs.get(pair) ?? 0;
    if (count > 0) {
      pairs.set(pair, count - 1);
      common += 1;
    }
  }
  return a.length + b.length > 2 ? (2 * common) / (a.length + b.length - 2) : Number(a === b);
}
