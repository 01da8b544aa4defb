import { expect, it } from 'vitest';
import type { SchemaDocument, SchemaLabel } from '@/lib/schema-document';
import { onlyMarked, sideBySide } from './side-by-side';

function schema(labels: readonly SchemaLabel[], required = false): SchemaDocument {
  return {
    input: 'image',
    fields: [
      { key: 'cells', type: 'regions', labels },
      { key: 'focus', type: 'choice', required },
    ],
  };
}

const RBC = { key: 'rbc', geometry: 'box' };
const WBC = { key: 'wbc', geometry: 'box', attributes: [{ key: 'lobes', type: 'choice' }] };
const marks = (before: SchemaDocument, after: SchemaDocument) =>
  sideBySide(before, after).map(({ path, mark }) => `${path} ${mark}`);

it('puts what has the same key beside each other, what is gone where it stood', () => {
  expect(marks(schema([RBC, WBC]), schema([{ key: 'other', geometry: 'box' }, RBC]))).toEqual([
    '/cells same',
    '/cells/other added',
    '/cells/rbc same',
    '/cells/wbc removed',
    '/focus same',
  ]);
});

it('marks another name and another setting', () => {
  const renamed = schema([{ ...RBC, name: 'Erythrocyte' }], true);

  expect(marks(schema([RBC]), renamed)).toEqual([
    '/cells same',
    '/cells/rbc changed',
    '/focus changed',
  ]);
});

it('does not mark what only people see', () => {
  const painted = schema([{ ...RBC, colour: '#000000', titles: { en: 'Red' } }]);

  expect(sideBySide(schema([RBC]), painted).every(({ mark }) => mark === 'same')).toBe(true);
});

it('shows what changed with the lines above it', () => {
  const lines = onlyMarked(sideBySide(schema([RBC, WBC]), schema([RBC])));

  expect(lines.map(({ path }) => path)).toEqual(['/cells', '/cells/wbc']);
});
