import { expect, it } from 'vitest';
import { nextSteps } from './next-steps';

const nothing = { items: 0, hasSchema: false, hasGuideline: false, annotators: 0, batches: 0 };

it('begins with items in an empty project', () => {
  const steps = nextSteps(nothing);

  expect(steps.map((step) => step.key)).toEqual([
    'items',
    'schema',
    'guideline',
    'people',
    'batch',
  ]);
  expect(steps.filter((step) => step.isNext).map((step) => step.key)).toEqual(['items']);
});

it('goes on with what is missing, in whichever order the rest was done', () => {
  const steps = nextSteps({ ...nothing, items: 12, hasGuideline: true });

  expect(steps.find((step) => step.isNext)?.key).toBe('schema');
  expect(steps.filter((step) => step.isDone).map((step) => step.key)).toEqual([
    'items',
    'guideline',
  ]);
});

it('is over once people can label', () => {
  expect(
    nextSteps({ items: 1, hasSchema: true, hasGuideline: true, annotators: 1, batches: 1 }),
  ).toEqual([]);
});
