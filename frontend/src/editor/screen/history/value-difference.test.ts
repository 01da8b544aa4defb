import { describe, expect, it } from 'vitest';
import type { AnnotationValue } from '../../core/value';
import { drawnDifference, idBefore } from './drawn-difference';
import { isSame, valueDifference } from './value-difference';

const box = (id: string, x: number, more: Record<string, unknown> = {}) => ({
  id,
  label: 'red',
  geometry: { type: 'box', x, y: 0, width: 10, height: 10 },
  attributes: {},
  ...more,
});
const cells = (...regions: unknown[]) => ({ cells: { regions } }) as unknown as AnnotationValue;

const SCHEMA = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [
        { key: 'red', name: 'Red cell', geometry: 'box' },
        { key: 'white', name: 'White cell', geometry: 'box' },
      ],
    },
  ],
};

describe('the difference of two values', () => {
  it('says of each region what became of it', () => {
    const before = cells(
      box('kept', 0),
      box('gone', 20),
      box('moved', 40),
      box('told', 60, { attributes: { sick: false, age: 'young' } }),
      box('other', 80),
    );
    const after = cells(
      box('other', 80, { label: 'white' }),
      box('kept', 0),
      box('moved', 45),
      box('told', 60, { attributes: { sick: true, age: 'young' } }),
      box('new', 99),
    );
    const { regions } = valueDifference(before, after);
    const told = Object.fromEntries(
      regions.map((each) => [
        each.id,
        [each.standing, each.isMoved, each.isRelabelled, each.attributes],
      ]),
    );
    expect(told).toEqual({
      gone: ['removed', false, false, []],
      moved: ['changed', true, false, []],
      told: ['changed', false, false, ['sick']],
      other: ['changed', false, true, []],
      new: ['added', false, false, []],
    });
  });

  it('says nothing of the order of keys, nor of another object that says the same', () => {
    const turned = cells({
      attributes: {},
      geometry: { height: 10, width: 10, y: 0, x: 0, type: 'box' },
      label: 'red',
      id: 'a',
    });
    expect(isSame(valueDifference(cells(box('a', 0)), turned))).toBe(true);
  });

  it('says which answers are others, and which came or went', () => {
    const before = { mood: { choice: 'good' }, note: { text: 'old' }, kept: { number: 3 } };
    const after = { mood: { choice: 'bad' }, kept: { number: 3 }, stars: { rating: 4 } };
    const { answers } = valueDifference(before, after);
    expect(answers).toEqual([
      { field: 'mood', before: { choice: 'good' }, after: { choice: 'bad' } },
      { field: 'note', before: { text: 'old' }, after: null },
      { field: 'stars', before: null, after: { rating: 4 } },
    ]);
  });

  it('tells "none here" in place of regions by the regions alone', () => {
    const { regions, answers } = valueDifference(cells(box('a', 0)), cells());
    expect(regions).toHaveLength(1);
    expect(answers).toEqual([]);
  });

  it('counts arrows that came and went', () => {
    const span = (id: string, start: number) => ({
      id,
      label: 'name',
      start,
      end: start + 2,
      attributes: {},
    });
    const text = (...relations: unknown[]) =>
      ({ names: { spans: [span('a', 0), span('b', 4)], relations } }) as unknown as AnnotationValue;
    const arrow = { id: 'r', type: 'of', from: 'a', to: 'b' };
    const { relations } = valueDifference(text(arrow), text({ ...arrow, type: 'not' }));
    expect(relations).toEqual([{ field: 'names', added: 1, removed: 1 }]);
  });
});

describe('the picture of a difference', () => {
  it('draws both places of what moved, what is gone, and all that is there', () => {
    const before = {
      schema: SCHEMA,
      value: cells(box('kept', 0), box('gone', 20), box('moved', 40)),
    };
    const after = {
      schema: SCHEMA,
      value: cells(box('kept', 0), box('moved', 45), box('new', 60)),
    };
    const difference = valueDifference(before.value, after.value);
    const drawn = drawnDifference(before, after, difference, 'en');
    const [field] = drawn.schema.fields;
    const names = new Map((field?.labels ?? []).map(({ key, name }) => [key, name]));
    const regions = (drawn.value.cells as unknown as { regions: { id: string; label: string }[] })
      .regions;
    expect(Object.fromEntries(regions.map(({ id, label }) => [id, names.get(label)]))).toEqual({
      kept: 'Red cell',
      gone: '− Red cell',
      [idBefore('moved')]: '← Red cell',
      moved: '→ Red cell',
      new: '+ Red cell',
    });
    expect(new Set(drawn.marked)).toEqual(new Set(['gone', idBefore('moved'), 'moved', 'new']));
  });

  it('tells of groups, and of the order as few as moved in it', () => {
    const before = cells(box('a', 0), box('b', 20, { group: 'g' }), box('c', 40));
    const after = cells(box('c', 40), box('a', 0, { group: 'g' }), box('b', 20));

    const { regions } = valueDifference(before, after);

    expect(
      regions.map((each) => [each.id, each.standing, each.isRegrouped, each.isReordered]),
    ).toEqual([
      ['a', 'changed', true, false],
      ['b', 'changed', true, false],
      ['c', 'changed', false, true],
    ]);
  });

  it('takes the name of a label from the schema version that has it', () => {
    const old = {
      ...SCHEMA,
      fields: [{ ...SCHEMA.fields[0]!, labels: [{ key: 'cell', name: 'Cell', geometry: 'box' }] }],
    };
    const before = { schema: old, value: cells(box('a', 0, { label: 'cell' })) };
    const after = { schema: SCHEMA, value: cells(box('a', 30)) };
    const drawn = drawnDifference(before, after, valueDifference(before.value, after.value), 'en');
    const titles = drawn.schema.fields[0]?.labels?.map(({ name }) => name);
    expect(new Set(titles)).toEqual(new Set(['← Cell', '→ Red cell']));
  });
});
