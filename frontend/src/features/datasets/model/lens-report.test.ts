import { expect, it } from 'vitest';
import type { LensReport } from '../api/lenses';
import { lensNumbers, partsOf } from './lens-report';

const part = (label: string, outcome: string, count: number) => ({
  operation: 'Merge',
  field: 'cells',
  label,
  outcome,
  reason: '',
  count,
});

const REPORT: LensReport = {
  annotations: { unchanged: 4, lossless: 0, lossy: 2, dropped: 0 },
  without_answer: 1,
  refused: 3,
  items_left_out: 2,
  parts: [part('platelet', 'lossy', 2), part('old', 'lossy', 9), part('wbc', 'person', 1)],
};

it('tells what is left out and lost before what stays, and nothing that did not happen', () => {
  const numbers = lensNumbers(REPORT);

  expect(numbers.map(({ outcome, count }) => [outcome, count])).toEqual([
    ['person', 1],
    ['refused', 3],
    ['lossy', 2],
    ['unchanged', 4],
  ]);
});

it('opens only the numbers that have parts to list', () => {
  const doors = lensNumbers(REPORT).filter(({ isDoor }) => isDoor);

  expect(doors.map(({ outcome }) => outcome)).toEqual(['person', 'lossy']);
});

it('lists the parts of a number, most of them first', () => {
  expect(partsOf(REPORT, 'lossy').map(({ label }) => label)).toEqual(['old', 'platelet']);
});
