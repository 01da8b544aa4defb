import { expect, it } from 'vitest';
import { choiceOf, exportRequest, FIRST_CHOICE, formatsFor } from './export-options';

it('asks for what the format understands, and for nothing else', () => {
  const all = { split: 'test', withMedia: true, isEveryAnnotation: true, withMark: false };
  expect(exportRequest({ format: 'coco', ...all })).toEqual({
    format: 'coco',
    options: { split: 'test', media: true },
  });
  expect(exportRequest({ format: 'csv', ...all })).toEqual({
    format: 'csv',
    options: { split: 'test', media: true, annotations: 'all', mark: false },
  });
  expect(exportRequest({ format: 'jsonl', ...FIRST_CHOICE }).options).toEqual({});
});

it('offers COCO for regions on images only', () => {
  const regions = { input: 'image', fields: [{ key: 'a', type: 'regions' }] };
  const choice = { input: 'image', fields: [{ key: 'a', type: 'choice' }] };
  expect(formatsFor('image', regions)).toContain('coco');
  expect(formatsFor('image', choice)).not.toContain('coco');
  expect(formatsFor('text', null)).toEqual(['jsonl', 'csv', 'parquet']);
});

it('reads options back', () => {
  expect(choiceOf('csv', { media: false, annotations: 'all', split: null, mark: true })).toEqual({
    format: 'csv',
    split: '',
    withMedia: false,
    isEveryAnnotation: true,
    withMark: true,
  });
});
