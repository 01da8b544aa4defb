// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { seeded } from '../testing/schemas';
import { blocksOf } from './blocks';
import { nextBoundary, snapToGraphemes, snapToWords } from './boundaries';
import { CodePoints } from './code-points';
import { directionOf } from './direction';
import { assignLanes } from './lanes';
import { marksByBlock, runsOf } from './runs';

const FAMILY = '👩‍👩‍👧';
const JAMO = '한글'.normalize('NFD');
const TEXTS = ['plain', `a${FAMILY}b`, `x${JAMO}y`, '𠮷野家で食べる', '🇰🇷🇯🇵', '', '👍🏽', 'a😀b😀c'];

describe('CodePoints', () => {
  test.each(TEXTS)('agrees with counting code points in %j', (text) => {
    const points = new CodePoints(text);
    const characters = [...text];

    const utf16 = characters.map((_, at) => points.toUtf16(at));

    expect(points.length).toBe(characters.length);
    expect(utf16).toEqual(characters.map((_, at) => characters.slice(0, at).join('').length));
    expect(utf16.map((offset) => points.fromUtf16(offset))).toEqual(characters.map((_, at) => at));
    expect(points.toUtf16(characters.length)).toBe(text.length);
    expect(points.slice(1, 3)).toBe(characters.slice(1, 3).join(''));
  });

  test('an offset inside a pair is before it', () => {
    expect(new CodePoints('a😀😀b').fromUtf16(4)).toBe(2);
  });
});

describe('blocks', () => {
  test('lines are blocks, and the line break belongs to none', () => {
    const blocks = blocksOf(new CodePoints('a😀\n\nb'));

    expect(blocks.map(({ start, end, utf16, text }) => [start, end, utf16, text])).toEqual([
      [0, 2, 0, 'a😀'],
      [3, 3, 4, ''],
      [4, 5, 5, 'b'],
    ]);
  });

  test('a very long line is cut without losing or splitting a character', () => {
    const text = '😀'.repeat(9001);

    const blocks = blocksOf(new CodePoints(text));

    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.map((block) => block.text).join('')).toBe(text);
    expect(blocks.filter((block) => /\p{Surrogate}/u.test(block.text))).toEqual([]);
  });
});

test.each([
  ['words', 'word '],
  ['words without spaces', '吾輩は猫である。'],
  ['families', FAMILY],
  ['signs in several parts', JAMO],
  ['flags', '🇰🇷🇯🇵'],
  ['one letter with marks', `e${'\u0301'.repeat(3)}`],
])('a line of a megabyte of %s is cut between characters', (_, unit) => {
  const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const blocks = blocksOf(new CodePoints(text));

  expect(blocks.length).toBeGreaterThan(400);
  expect(blocks.map((block) => block.text).join('')).toBe(text);
  for (const { utf16 } of blocks.slice(1)) {
    const around = text.slice(Math.max(0, utf16 - 40), utf16 + 40);
    expect(characters.segment(around).containing(Math.min(utf16, 40))?.index).toBe(40);
  }
});

describe('boundaries', () => {
  test.each([
    [FAMILY, 0, 1, FAMILY.length],
    [FAMILY, FAMILY.length, -1, 0],
    [JAMO, 0, 1, 3],
    ['🇰🇷🇯🇵', 4, 1, 8],
  ] as const)(
    'a step in %j from %i goes over a whole character',
    (text, from, direction, expected) => {
      expect(nextBoundary(text, from, direction, 'grapheme', 'en')).toBe(expected);
    },
  );

  test.each([
    ['the quick fox', 4, 1, 9],
    ['the quick fox', 9, -1, 4],
    ['the quick fox', 4, -1, 0],
    ['the', 3, 1, 3],
  ] as const)('a word step in %j from %i', (text, from, direction, expected) => {
    expect(nextBoundary(text, from, direction, 'word', 'en')).toBe(expected);
  });

  test.each([
    ['see Ada Lovelace.', 5, 13, 'en', 'Ada Lovelace'],
    ['see Ada Lovelace.', 3, 8, 'en', 'Ada'],
    ['김민수는 서울에서 산다', 6, 7, 'ko', '서울에서'],
    ['東京大学で働く', 5, 6, 'ja', '働く'],
  ] as const)('in %j, %i to %i snaps to whole words', (text, start, end, locale, expected) => {
    expect(text.slice(...snapToWords(text, start, end, locale))).toBe(expected);
  });

  test('half a character is taken whole', () => {
    expect(snapToGraphemes(`a${FAMILY}b`, 2, 3, 'en')).toEqual([1, 1 + FAMILY.length]);
  });
});

describe('lanes and runs', () => {
  test('overlapping spans never share a lane, and no lane is wasted', () => {
    const random = seeded(3);
    const spans = Array.from({ length: 200 }, (_, at) => {
      const start = Math.floor(random() * 500);
      return { id: String(at), start, end: start + 1 + Math.floor(random() * 30) };
    });

    const lanes = assignLanes(spans);

    const clashes = spans.flatMap((a) =>
      spans.filter(
        (b) =>
          a.id < b.id && a.start < b.end && b.start < a.end && lanes.get(a.id) === lanes.get(b.id),
      ),
    );
    const deepest = Math.max(
      ...spans.map(
        ({ start }) => spans.filter((other) => other.start <= start && start < other.end).length,
      ),
    );
    expect(clashes).toEqual([]);
    expect(Math.max(...lanes.values()) + 1).toBe(deepest);
  });

  test('runs cut the line at every edge and together are the line', () => {
    const points = new CodePoints('a😀bcdef');
    const [block] = blocksOf(points);
    const span = (id: string, start: number, end: number) => ({
      id,
      field: 'parts',
      label: 'part',
      attributes: {},
      geometry: { type: 'span', start, end },
    });

    const marks = marksByBlock(blocksOf(points), [span('x', 0, 4), span('y', 1, 6)], new Map()).get(
      0,
    );
    const runs = block ? runsOf(block, marks, points) : [];

    expect(
      runs.map((run) => [
        run.text,
        run.marks.map((mark) => mark.region.id).join(''),
        run.ending.map((mark) => mark.region.id).join(''),
      ]),
    ).toEqual([
      ['a', 'x', ''],
      ['😀bc', 'xy', 'x'],
      ['de', 'y', 'y'],
      ['f', '', ''],
    ]);
  });

  test('lines that an edit does not touch keep their marks', () => {
    const blocks = blocksOf(new CodePoints('one\ntwo'));
    const region = (id: string, start: number, end: number) => ({
      id,
      field: 'parts',
      label: 'part',
      attributes: {},
      geometry: { type: 'span', start, end },
    });
    const first = region('x', 0, 3);

    const before = marksByBlock(blocks, [first], new Map());
    const after = marksByBlock(blocks, [first, region('y', 4, 7)], before);

    expect(after.get(0)).toBe(before.get(0));
    expect(after.get(1)).toHaveLength(1);
  });
});

describe('the direction of a line', () => {
  test.each([
    ['Hello', 'ltr'],
    ['مرحبا بالعالم', 'rtl'],
    ['שלום', 'rtl'],
    ['"12" – שלום and more', 'rtl'],
    ['iPhone אחד', 'ltr'],
    ['한국어', 'ltr'],
    ['12 + 3', 'ltr'],
    ['', 'ltr'],
  ])('%s runs %s', (line, direction) => {
    expect(directionOf(line)).toBe(direction);
  });

  test('is that of the whole line in each part of a long one', () => {
    const blocks = blocksOf(new CodePoints(`${'שלום '.repeat(1000)}${'word '.repeat(1000)}\nnext`));

    expect(blocks.length).toBeGreaterThan(3);
    expect(new Set(blocks.slice(0, -1).map((block) => block.direction))).toEqual(new Set(['rtl']));
    expect(blocks.at(-1)?.direction).toBe('ltr');
  });
});
