import { expect, it } from 'vitest';
import { expiryOf, partsOf, scopesOf } from './token-plan';

const CELLS = '01a1fd12-cc96-72bb-982e-1f2aaaaaaaaa';

it('names a power for the whole organisation or for each project', () => {
  expect(scopesOf({ power: 'dataset:read', projects: [] })).toEqual(['dataset:read']);
  expect(scopesOf({ power: 'write', projects: [CELLS] })).toEqual([
    `read:${CELLS}`,
    `write:${CELLS}`,
  ]);
});

it('takes a scope apart again', () => {
  expect(partsOf(`dataset:read:${CELLS}`)).toEqual({ power: 'dataset:read', project: CELLS });
  expect(partsOf('dataset:read')).toEqual({ power: 'dataset:read', project: null });
});

it('counts the days from now', () => {
  expect(expiryOf(90, new Date('2026-01-01T00:00:00Z'))).toBe('2026-04-01T00:00:00.000Z');
});
