import { describe, expect, it } from 'vitest';
import type { SchemaDocument } from '@/lib/schema-document';
import type { AnnotationValue } from '../core/value';
import { RELATED_SPANS } from '../testing/schemas';
import { checkValue } from './check-value';

const SCHEMA: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [
        { key: 'rbc', geometry: 'box' },
        {
          key: 'wbc',
          geometry: 'box',
          attributes: [
            { key: 'lobes', type: 'choice', required: true, options: [{ key: 'two' }] },
            { key: 'size', type: 'number', minimum: 1, maximum: 9 },
          ],
        },
      ],
    },
    { key: 'focus', type: 'choice', required: true, options: [{ key: 'good' }, { key: 'poor' }] },
    {
      key: 'topics',
      type: 'choices',
      min_selected: 2,
      max_selected: 3,
      options: ['a', 'b', 'c', 'd'].map((key) => ({ key })),
    },
    { key: 'note', type: 'text', max_length: 5 },
    { key: 'stars', type: 'rating', maximum: 3 },
  ],
};
const ITEM = { width: 100, height: 80 };
const GOOD: AnnotationValue = { focus: { choice: 'good' } };

const box = (id: string, label: string, attributes = {}, at = [10, 10, 20, 20]) => ({
  id,
  label,
  attributes,
  geometry: { type: 'box', box: at },
});

function faults(value: AnnotationValue) {
  return checkValue(SCHEMA, { ...GOOD, ...value }, ITEM);
}

describe('finished work', () => {
  it('needs what the schema requires', () => {
    expect(checkValue(SCHEMA, {}, ITEM)).toEqual([{ kind: 'required', field: 'focus' }]);
    expect(checkValue(SCHEMA, GOOD, ITEM)).toEqual([]);
  });

  it('needs the required attributes of each region', () => {
    const regions = [box('r1', 'rbc'), box('r2', 'wbc'), box('r3', 'wbc', { lobes: 'two' })];

    expect(faults({ cells: { regions } })).toEqual([
      { kind: 'required', field: 'cells', region: 'r2', attribute: 'lobes' },
    ]);
  });

  it('stays within bounds', () => {
    const regions = [box('r1', 'wbc', { lobes: 'two', size: 12 })];

    expect(faults({ cells: { regions } })).toMatchObject([{ kind: 'too-large', limit: 9 }]);
    expect(faults({ stars: { rating: 4 } })).toMatchObject([{ kind: 'too-large', limit: 3 }]);
    expect(faults({ topics: { choices: ['a'] } })).toMatchObject([{ kind: 'too-few', limit: 2 }]);
    expect(faults({ topics: { choices: ['a', 'b', 'c', 'd'] } })).toMatchObject([
      { kind: 'too-many', limit: 3 },
    ]);
  });

  it('counts characters as the server does', () => {
    expect(faults({ note: { text: '👍👍👍👍👍' } })).toEqual([]);
    expect(faults({ note: { text: '123456' } })).toMatchObject([{ kind: 'too-long', limit: 5 }]);
    expect(faults({ note: { text: 'a\nb' } })).toMatchObject([{ kind: 'one-line' }]);
  });

  it('lies inside the image, give or take half a pixel', () => {
    const at = (...place: number[]) => ({ cells: { regions: [box('r1', 'rbc', {}, place)] } });

    expect(faults(at(-0.4, 0, 100.4, 80.5))).toEqual([]);
    expect(faults(at(-0.6, 0, 20, 20))).toMatchObject([{ kind: 'outside', region: 'r1' }]);
  });

  it('does not overlap where the schema says so', () => {
    const schema: SchemaDocument = {
      input: 'text',
      fields: [{ key: 'names', type: 'spans', labels: [{ key: 'person' }] }],
    };
    const span = (id: string, start: number, end: number) => ({
      id,
      label: 'person',
      start,
      end,
      attributes: {},
    });

    const value = { names: { spans: [span('a', 0, 5), span('b', 4, 8), span('c', 8, 9)] } };

    expect(checkValue(schema, value, { textLength: 8 })).toEqual([
      { kind: 'outside', field: 'names', region: 'c' },
      { kind: 'overlap', field: 'names', region: 'b' },
    ]);
  });
});

describe('relations', () => {
  it('that may not stand are found, with the relation to go to', () => {
    const labels = [{ key: 'person' }, { key: 'firm' }, { key: 'place' }];
    const types = [{ key: 'works_for', from: ['person'], to: ['firm'] }];
    const schema: SchemaDocument = {
      input: 'text',
      fields: [{ key: 'names', type: 'spans', labels, relations: types }],
    };
    const spans = [...RELATED_SPANS];
    const relations = [
      { id: 'good', type: 'works_for', from: 'ada', to: 'acme' },
      { id: 'bad', type: 'works_for', from: 'ada', to: 'seoul' },
    ];

    const found = checkValue(schema, { names: { spans, relations } }, { textLength: 40 });

    expect(found).toEqual([{ kind: 'relation', field: 'names', relation: 'bad' }]);
  });
});
