import { expect, it } from 'vitest';
import { matrixOf } from './confusions';

const PAIRS = [
  { label: 'a', predicted: 'a', count: 3 },
  { label: 'a', predicted: 'b', count: 1 },
  { label: 'b', predicted: '', count: 2 },
];

it('has a row for what it is, a column for what was predicted, and one for nothing', () => {
  const matrix = matrixOf(PAIRS, ['b', 'a', 'c']);

  expect(matrix.rows).toEqual(['b', 'a']);
  expect(matrix.columns).toEqual(['b', 'a', '']);
  expect(matrix.cells.map((row) => row.map(({ count }) => count))).toEqual([
    [0, 0, 2],
    [1, 3, 0],
  ]);
  expect(matrix.cells[1]?.[1]).toEqual({ count: 3, share: 0.75, isRight: true });
});

it('keeps the labels with the most in them where there are too many', () => {
  const matrix = matrixOf(PAIRS, ['a', 'b'], 1);

  expect(matrix.rows).toEqual(['a']);
  expect(matrix.hidden).toBe(1);
});

it('is empty where nothing was compared', () => {
  expect(matrixOf([], ['a']).rows).toEqual([]);
});
