import { beforeEach, expect, test } from 'vitest';
import { type Editor } from '@/editor/core/editor';
import type { AnnotationValue } from '@/editor/core/value';
import { ScreenModel, type Prediction } from '@/editor/screen/screen-model';
import { TurnedDown } from './turned-down';

const SCHEMA = {
  input: 'image',
  fields: [{ key: 'cells', type: 'regions', labels: [{ key: 'rbc', geometry: 'box' }] }],
};
const ITEM = { kind: 'text', text: '' } as const;
const box = (id: string) => ({
  id,
  label: 'rbc',
  geometry: { type: 'box', box: [1, 2, 3, 4] },
  attributes: {},
});
const PREDICTION: Prediction = {
  model: 'm',
  value: { cells: { regions: [box('a'), box('b')] } } as unknown as AnnotationValue,
  scores: {},
};

function opened(subject: string): { editor: Editor; shown: string[] } {
  const down = new TurnedDown(subject);
  const prediction = down.without(PREDICTION);
  const { editor } = new ScreenModel({ schema: SCHEMA, item: ITEM, value: null, prediction });
  down.keep(editor, PREDICTION);
  return { editor, shown: editor.getState().document.regions.map(({ id }) => id) };
}

beforeEach(() => localStorage.clear());

test('what was turned down does not come back with the page, in this work only', () => {
  opened('one').editor.delete(['a']);

  expect(opened('one').shown).toEqual(['b']);
  expect(opened('two').shown).toEqual(['a', 'b']);
});

test('what was brought back by undo is proposed again', () => {
  const { editor } = opened('one');
  editor.delete(['a', 'b']);
  editor.undo();

  expect(opened('one').shown).toEqual(['a', 'b']);
});

test('what was turned down before stays so when more is', () => {
  opened('one').editor.delete(['a']);
  opened('one').editor.delete(['b']);

  expect(opened('one').shown).toEqual([]);
});

test('handed in, nothing is remembered', () => {
  opened('one').editor.delete(['a']);
  new TurnedDown('one').forget();

  expect(opened('one').shown).toEqual(['a', 'b']);
  expect(localStorage.getItem('labelwright.turned-down')).toBe('[]');
});
