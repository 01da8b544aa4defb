import { describe, expect, it } from 'vitest';
import type { SchemaDocument } from '@/lib/schema-document';
import {
  byImportance,
  compared,
  grownIn,
  nounOf,
  rowsOfFlow,
  runsThrough,
  type Outcome,
  type Row,
} from './outcome';

function row(label: string, outcome: Outcome, parts: number, step = 0): Row {
  const bucket = [step, 'cells', label, outcome].join('|');
  return { bucket, step, field: 'cells', label, outcome, parts };
}

const SCHEMA: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [
        { key: 'rbc', geometry: 'box' },
        { key: 'wbc', geometry: 'polygon' },
      ],
    },
    { key: 'focus', type: 'choice' },
  ],
};

describe('rows', () => {
  it('stand with what is lost first, then what needs a person', () => {
    const rows = [row('a', 'lossless', 99), row('b', 'person', 2), row('c', 'dropped', 1)];

    expect(byImportance(rows).map(({ label }) => label)).toEqual(['c', 'b', 'a']);
  });

  it('of the same outcome stand with the most first', () => {
    const rows = [row('a', 'person', 2), row('b', 'person', 30)];

    expect(byImportance(rows).map(({ label }) => label)).toEqual(['b', 'a']);
  });

  it('stand beside those of an earlier rehearsal, what is gone with none now', () => {
    const now = [row('wbc', 'person', 3, 2)];
    const earlier = [row('wbc', 'person', 49, 1), row('rbc', 'dropped', 7)];

    expect(
      compared(now, earlier).map(({ row: { label, parts }, was }) => [label, parts, was]),
    ).toEqual([
      ['rbc', 0, 7],
      ['wbc', 3, 49],
    ]);
  });
});

describe('what is counted', () => {
  it('is boxes where all are drawn so', () => {
    expect(nounOf([row('rbc', 'lossy', 1)], SCHEMA)).toBe('boxes');
  });

  it('is labels where it is mixed', () => {
    expect(nounOf([row('rbc', 'lossy', 1), row('wbc', 'lossy', 1)], SCHEMA)).toBe('labels');
  });

  it('is answers where it is about whole items', () => {
    expect(nounOf([{ ...row('good', 'person', 1), field: 'focus' }], SCHEMA)).toBe('answers');
  });
});

describe('a flow', () => {
  const rows = [row('wbc', 'person', 3), row('wbc', 'lossy', 40), row('rbc', 'lossy', 9)];
  const to = (end: string) => ({ field: 'cells', old: 'wbc', new: end, parts: 1 });

  it('that ends with a person is of the rows that need one', () => {
    expect(rowsOfFlow(to('?'), rows).map(({ outcome }) => outcome)).toEqual(['person']);
  });

  it('to a label is of the rows that change by themselves', () => {
    expect(rowsOfFlow(to('lobed'), rows).map(({ parts }) => parts)).toEqual([40]);
  });

  it('of what stays as it is has no rows', () => {
    expect(rowsOfFlow({ field: 'cells', old: 'debris', new: 'debris', parts: 1 }, rows)).toEqual(
      [],
    );
  });

  it('is the way of a change only if it ends at the same label', () => {
    const change = {
      step: 0,
      field: 'cells',
      part: 'a',
      label: 'wbc',
      outcome: 'lossy' as const,
      reason: '',
      before: {},
      after: [{ id: 'a', label: 'single' }],
      candidates: [],
    };

    expect(runsThrough(change, to('single'))).toBe(true);
    expect(runsThrough(change, to('lobed'))).toBe(false);
    expect(runsThrough(change, to('?'))).toBe(false);
  });
});

describe('what has grown since a rehearsal', () => {
  it('is told by label and outcome, whole annotations without either', () => {
    const white = {
      step: 1,
      field: 'cells',
      label: 'wbc',
      outcome: 'person',
      rehearsed: 4,
      since: 1,
    };
    const refused = { outcome: 'refused', rehearsed: 0, since: 2 };

    expect(grownIn({ saved: 3, changed: [white, refused] })).toEqual([
      white,
      { ...refused, step: 0, field: '', label: '' },
    ]);
  });

  it('is nothing where the answer says nothing that is known', () => {
    expect(grownIn({})).toEqual([]);
    expect(grownIn({ changed: [{ outcome: 'novel', rehearsed: 1, since: 1 }, null] })).toEqual([]);
  });
});
