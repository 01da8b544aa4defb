import { describe, expect, it } from 'vitest';
import type { SchemaDocument } from '@/lib/schema-document';
import { possibleAnswers } from '@/lib/possible-answers';
import { affectedPart, sectionFor, skipKey } from './answers';

const SCHEMA: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [
        { key: 'lobed', titles: { en: 'Lobed', ko: '분엽' }, colour: '#bb4466', shortcut: '4' },
        { key: 'round', titles: { en: 'Round' }, shortcut: 's' },
        {
          key: 'odd',
          shortcut: '4',
          attributes: [
            { key: 'size', type: 'choice', options: [{ key: 'big', titles: { en: 'Big' } }] },
          ],
        },
      ],
    },
    {
      key: 'kind',
      type: 'taxonomy',
      nodes: [{ key: 'a', name: 'A', children: [{ key: 'b', name: 'B' }] }],
    },
  ],
};

it('leaves the skip key to the page unless an answer needs it', () => {
  const of = (...candidates: string[]) =>
    skipKey(possibleAnswers(SCHEMA, { field: 'cells', candidates }, 'en'));

  expect([of('lobed'), of('round')]).toEqual(['s', 'shift+s']);
});

describe('the affected part', () => {
  const box = {
    id: 'r1',
    label: 'wbc',
    geometry: { type: 'box', box: [1, 2, 3, 4] },
    attributes: {},
  };

  it('is a region alone in a value of the old schema', () => {
    const found = affectedPart(SCHEMA, { field: 'cells', part: 'r1', before: box });

    expect(found).toMatchObject({ kind: 'region', value: { cells: { regions: [box] } } });
  });

  it('is the whole answer where no part is named', () => {
    const found = affectedPart(SCHEMA, { field: 'kind', part: '', before: { taxonomy: 'a' } });

    expect(found).toEqual({ kind: 'answer', value: { kind: { taxonomy: 'a' } } });
  });

  it('is not drawn where it is neither, as with a relation', () => {
    const relation = { id: 'x', type: 'of', from: 'a', to: 'b' };

    expect(affectedPart(SCHEMA, { field: 'cells', part: 'x', before: relation }).kind).toBe('none');
  });
});

it('opens the guideline at the old label, else at the first answer that it speaks of', () => {
  const sections = [{ key: 'round' }, { key: 'rbc' }];

  expect(sectionFor(sections, { label: 'rbc', candidates: ['round'] })).toBe('rbc');
  expect(sectionFor(sections, { label: 'wbc', candidates: ['odd', 'round'] })).toBe('round');
  expect(sectionFor(sections, { label: 'wbc', candidates: [] })).toBeNull();
});
