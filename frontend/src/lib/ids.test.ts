import { expect, it } from 'vitest';
import { newId } from './ids';

it('makes ids that the API takes, no two alike', () => {
  const ids = Array.from({ length: 500 }, () => newId());

  expect(ids.filter((id) => !/^[A-Za-z0-9_-]{21}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(500);
});
