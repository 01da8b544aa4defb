import { describe, expect, it } from 'vitest';
import { CELLS } from '../testing/documents';
import { faultAt, faultsWithin, faultsWithoutInput, homeOf, placeInWords } from './faults';

const FAULTS = [
  { pointer: '/fields/0/labels/1/attributes/0/options/1/key', detail: 'Twice.' },
  { pointer: '/fields/0/labels/1/shortcut', detail: 'Taken.' },
  { pointer: '/fields/0/labels/10/key', detail: 'Bad.' },
  { pointer: '/fields/0/labels/1/strange', detail: 'Unknown.' },
];

describe('Faults in the form', () => {
  it.each([
    ['/fields/0/labels/1/attributes/0/options/1/key', '/fields/0/labels/1'],
    ['/fields/1/options/0/key', '/fields/1/options/0'],
    ['/fields/1/options', '/fields/1'],
    ['#/fields/1/type', '/fields/1'],
    ['/fields', null],
    ['/input', null],
  ])('%s is shown at %s', (pointer, home) => {
    expect(homeOf(pointer)).toBe(home);
  });

  it('shows a fault at its very input', () => {
    expect(faultAt(FAULTS, '/fields/0/labels/1/shortcut')).toBe('Taken.');
    expect(faultAt(FAULTS, '/fields/0/labels/1')).toBeNull();
  });

  it('does not take label 10 for a part of label 1', () => {
    expect(faultsWithin(FAULTS, '/fields/0/labels/1')).toHaveLength(3);
  });

  it('finds what no input shows', () => {
    const inputs = ['/fields/0/labels/1/shortcut', '/fields/0/labels/1/attributes'];

    expect(faultsWithoutInput(FAULTS, '/fields/0/labels/1', inputs)).toEqual([FAULTS[3]]);
  });

  it('names a place by what stands there', () => {
    expect(placeInWords(CELLS, '/fields/0/labels/0/shortcut')).toBe('cells › RBC › shortcut');
    expect(placeInWords(CELLS, '/fields')).toBe('fields');
  });
});
