import { describe, expect, it } from 'vitest';
import { possibleAnswers } from '@/lib/possible-answers';
import { CHANGED_CELLS as SCHEMA } from '@/lib/testing/changed-cells';
import { affectedPart, sectionFor, skipKey } from './answers';

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
