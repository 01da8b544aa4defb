// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { MOST_ROWS, pathWords, treeRows } from './tree-rows';

const NODES = [
  {
    key: 'animal',
    titles: { en: 'Animals', ko: '동물' },
    children: [
      { key: 'cat', titles: { en: 'Cats', ko: '고양이' } },
      { key: 'animal_other', name: 'Other' },
    ],
  },
  { key: 'plant', children: [{ key: 'plant_other', name: 'Other' }] },
];
const keys = (query: string, open: readonly string[] = []) =>
  treeRows(NODES, { query, open: new Set(open) }).map(({ node }) => node.key);

describe('treeRows', () => {
  test('shows the roots, and the children of what is open', () => {
    expect(keys('')).toEqual(['animal', 'plant']);
    expect(keys('', ['plant'])).toEqual(['animal', 'plant', 'plant_other']);
  });

  test.each([
    ['CAT', ['animal', 'cat']],
    ['고양', ['animal', 'cat']],
    ['other', ['animal', 'animal_other', 'plant', 'plant_other']],
    ['plant other', ['plant', 'plant_other']],
    ['animals', ['animal']],
    ['nothing', []],
  ])('finds %s with what stands above it', (query, expected) => {
    expect(keys(query)).toEqual(expected);
  });

  test('marks what was found, not what only leads there', () => {
    const rows = treeRows(NODES, { query: 'cat', open: new Set() });

    expect(rows.map(({ isFound }) => isFound)).toEqual([false, true]);
  });

  test('never gives more lines than can be drawn', () => {
    const many = Array.from({ length: 1000 }, (_, n) => ({ key: `n${n}` }));

    expect(treeRows(many, { query: 'n', open: new Set() })).toHaveLength(MOST_ROWS);
  });
});

test('nodes of the same title are told apart by what is above them', () => {
  const [, other] = treeRows(NODES, { query: 'animal other', open: new Set() });

  expect(pathWords(other?.path ?? [], 'ko')).toBe('동물 › Other');
});
