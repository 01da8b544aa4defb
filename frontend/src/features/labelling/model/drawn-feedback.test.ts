import { describe, expect, it } from 'vitest';
import type { Feedback } from '@/api/types';
import { drawFeedback } from './drawn-feedback';

const box = (id: string, label: string, x: number) => ({
  id,
  label,
  geometry: { type: 'box', box: [x, 0, 10, 10] },
  attributes: {},
});

const SCHEMA = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [
        { key: 'rbc', geometry: 'box' },
        { key: 'wbc', geometry: 'box' },
      ],
    },
    { key: 'focus', type: 'choice', options: [{ key: 'good' }, { key: 'poor' }] },
  ],
};

const TOLD = {
  own: {
    cells: { regions: [box('m1', 'rbc', 0), box('m2', 'rbc', 40)] },
    focus: { choice: 'good' },
  },
  gold: {
    cells: { regions: [box('m1', 'wbc', 1), box('g2', 'rbc', 80)] },
    focus: { choice: 'poor' },
  },
  units: [
    { field: 'cells', label: 'wbc', found: 'wrong', own: 'm1', gold: 'm1' },
    { field: 'cells', label: 'rbc', found: 'missed', own: null, gold: 'g2' },
    { field: 'cells', label: 'rbc', found: 'extra', own: 'm2', gold: null },
    { field: 'focus', label: 'poor', found: 'wrong', own: null, gold: null },
  ],
} as unknown as Feedback; // the rest is not drawn

describe('feedback on one item', () => {
  const drawn = drawFeedback(TOLD, SCHEMA, ({ found, label }) => `${found} ${label}`);

  it('has each part once: as it was drawn, or where it was missed', () => {
    expect(drawn.value).toEqual({
      cells: {
        regions: [
          { ...box('u0', 'u0', 0), attributes: {} },
          { ...box('u1', 'u1', 80), attributes: {} },
          { ...box('u2', 'u2', 40), attributes: {} },
        ],
      },
    });
  });

  it('says of each what it should have been, and of a wrong one what was said', () => {
    expect(drawn.units.map(({ found, label, said }) => [found, label, said])).toEqual([
      ['wrong', 'wbc', 'rbc'],
      ['missed', 'rbc', null],
      ['extra', 'rbc', null],
    ]);
  });

  it('has a label for each, so that it can be named and told apart', () => {
    const [field] = drawn.schema.fields;
    expect(field?.labels?.map(({ name }) => name)).toEqual([
      'wrong wbc',
      'missed rbc',
      'extra rbc',
    ]);
  });

  it('keeps answers about the whole item apart', () => {
    expect(drawn.answers).toEqual([{ field: 'focus', found: 'wrong' }]);
  });
});
