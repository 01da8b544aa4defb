import { expect, it } from 'vitest';
import { textParams } from './search-params';

it('keeps the named keys as texts and drops the rest', () => {
  const params = textParams('q', 'state', 'archived');

  expect(params({ q: 12, state: 'open', other: 'x', archived: true })).toEqual({
    q: '12',
    state: 'open',
    archived: 'true',
  });
});

it('drops what is empty or not a text', () => {
  expect(textParams('q', 'state')({ q: '', state: { a: 1 } })).toEqual({});
});
