import { describe, expect, test } from 'vitest';
import { Editor } from '@/editor/core/editor';
import { MARKS, marksOf, withMarks, withMarksField, type Mark } from './marks';

const SCHEMA = {
  input: 'image',
  fields: [{ key: 'cells', type: 'regions', labels: [{ key: 'rbc', geometry: 'box' }] }],
};
const VALUE = {
  cells: {
    regions: [
      { id: 'r1', label: 'rbc', geometry: { type: 'box', box: [0, 0, 9, 9] }, attributes: {} },
    ],
  },
};
const ALL: Mark[] = [
  { type: 'box', at: [1, 2, 3, 4] },
  { type: 'point', at: [5, 6] },
];

describe('marks of a message', () => {
  test('are the same after they were through the editor', () => {
    const schema = withMarksField(SCHEMA, { box: 'Box', point: 'Point' }, 'en');
    const editor = new Editor({ schema, value: withMarks(VALUE, ALL) });

    expect(marksOf(editor.toValue())).toEqual(ALL);
    expect(editor.region('r1')?.label).toBe('rbc');
  });

  test('none are none', () => {
    expect(marksOf(VALUE)).toEqual([]);
    expect(marksOf(withMarks(null, []))).toEqual([]);
  });

  test('have labels of their own beside those of the schema', () => {
    const { fields } = withMarksField(SCHEMA, { box: 'Box', point: 'Point' }, 'ko');

    expect(fields.map(({ key }) => key)).toEqual(['cells', MARKS]);
    expect(fields[1]?.labels?.map(({ titles }) => titles)).toEqual([
      { ko: 'Box' },
      { ko: 'Point' },
    ]);
  });
});
