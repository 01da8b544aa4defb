import { describe, expect, it } from 'vitest';
import { heatOf, readSort, sorted, writeSort, type Spot } from './weak-spots';

function spot(fields: Partial<Spot> & { name?: string } = {}) {
  return {
    name: '',
    questions: 1,
    asked_again: 0,
    answered: 0,
    median_wait: null,
    changed: 0,
    ...fields,
  };
}

describe('the heat of a cell', () => {
  it('is beside the warmest of its column', () => {
    const spots = [spot({ questions: 8 }), spot({ questions: 3 }), spot({ questions: 1 })];

    expect(spots.map((each) => heatOf(each, 'questions', spots))).toEqual([4, 2, 1]);
  });

  it('of a share does not depend on the others', () => {
    const one = spot({ answered: 4, changed: 1 });

    expect(heatOf(one, 'changed', [one])).toBe(1);
  });

  it('is no more than warm where little happened, though it be the most', () => {
    const one = spot({ answered: 1, median_wait: 60 });

    expect(heatOf(one, 'questions', [one])).toBe(1);
    expect(heatOf(one, 'wait', [one])).toBe(1);
    const slow = spot({ answered: 1, median_wait: 90_000 });
    expect(heatOf(slow, 'wait', [one, slow])).toBe(4);
  });

  it('is none where nothing is known or nothing happened', () => {
    const one = spot();

    expect(heatOf(one, 'wait', [one])).toBe(0);
    expect(heatOf(one, 'changed', [one])).toBe(0);
    expect(heatOf(one, 'again', [one])).toBe(0);
  });
});

describe('the order', () => {
  const rows = [
    spot({ name: 'b', questions: 2, median_wait: 60 }),
    spot({ name: 'c', questions: 2 }),
    spot({ name: 'a', questions: 5, median_wait: 30 }),
  ];
  const names = (text: string | undefined) =>
    sorted(rows, readSort(text), ({ name }) => name, 'en').map(({ name }) => name);

  it('is that of most questions without one in the address, equals as they were', () => {
    expect(names(undefined)).toEqual(['a', 'b', 'c']);
    expect(names('nonsense')).toEqual(['a', 'b', 'c']);
  });

  it('has what is not known last, up and down', () => {
    expect(names('wait')).toEqual(['a', 'b', 'c']);
    expect(names('-wait')).toEqual(['b', 'a', 'c']);
  });

  it('goes by name', () => {
    expect(names('-name')).toEqual(['c', 'b', 'a']);
  });

  it('is written as it is read', () => {
    expect(writeSort(readSort('-wait'))).toBe('-wait');
    expect(writeSort(readSort('name'))).toBe('name');
  });
});
