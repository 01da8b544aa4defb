import { describe, expect, it } from 'vitest';
import { changedLines, textDifference } from './difference';

describe('The difference of two guideline versions', () => {
  it('is nothing between equals', () => {
    const blocks = textDifference('# A\n\nwords', '# A\n\nwords', 'en');

    expect(blocks.map((block) => block.kind)).toEqual(['same']);
    expect(changedLines(blocks)).toBe(0);
  });

  it('shows the words that changed in a line', () => {
    const [block] = textDifference(
      'Box the whole cell, its halo included.',
      'Box the whole cell, its halo excluded.',
      'en',
    );

    expect(block?.lines).toHaveLength(1);
    expect(block?.lines[0]?.pieces.filter((piece) => piece.kind !== 'same')).toEqual([
      { kind: 'removed', text: 'included' },
      { kind: 'added', text: 'excluded' },
    ]);
  });

  it('finds words in Japanese, which has no spaces', () => {
    const [block] = textDifference('細胞の全体を囲みます。', '細胞の中心を囲みます。', 'ja');

    expect(block?.lines[0]?.pieces.filter((piece) => piece.kind !== 'same')).toEqual([
      { kind: 'removed', text: '全体' },
      { kind: 'added', text: '中心' },
    ]);
  });

  it('does not mix lines that have nothing in common', () => {
    const blocks = textDifference('a\n\nRed cells are pale.', 'a\n\nUse zoom!', 'en');

    expect(blocks[1]?.lines.map((line) => line.kind)).toEqual(['removed', 'added']);
  });

  it('loses no word of either', () => {
    const before = 'one two\nthree\nfour five six';
    const after = 'one 2\nzero\nfour five 6\nseven';
    const pieces = textDifference(before, after, 'en').flatMap((block) =>
      block.lines.flatMap((line) => line.pieces),
    );
    const text = (gone: string) =>
      pieces
        .filter((piece) => piece.kind !== gone)
        .map((piece) => piece.text)
        .join('')
        .replace(/\s/g, '');

    expect(text('added')).toBe(before.replace(/\s/g, ''));
    expect(text('removed')).toBe(after.replace(/\s/g, ''));
  });
});
