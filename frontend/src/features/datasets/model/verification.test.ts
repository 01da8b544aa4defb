import { expect, it } from 'vitest';
import { readVerdict } from './verification';

it('says what differs and what is gone', () => {
  const verdict = readVerdict({
    intact: false,
    files: 4,
    bytes: 100,
    faults: 2,
    differs: [
      { path: 'media/a.png', expected: 'aa', found: null },
      { path: 'data/items-00000.parquet', expected: 'bb', found: 'cc' },
    ],
  });
  expect(verdict?.isIntact).toBe(false);
  expect(verdict?.differing).toEqual([
    { path: 'media/a.png', isGone: true },
    { path: 'data/items-00000.parquet', isGone: false },
  ]);
});

it('knows a report that is none', () => {
  expect(readVerdict({})).toBeNull();
  expect(readVerdict(null)).toBeNull();
});
