import { expect, it } from 'vitest';
import { forgettingOrigin, keepingOrigin } from './keep-origin';

const stain = { key: 'origin', type: 'text' };
const DRAFT = {
  input: 'image',
  fields: [
    { key: 'cells', labels: [{ key: 'rbc', attributes: [stain] }, { key: 'wbc' }] },
    { key: 'note' },
  ],
};
const MERGE = {
  field: 'cells',
  target: 'rbc',
  sources: [{ key: 'platelet', colour: '#000000', titles: { en: 'Platelet' } }],
};

it('gives the target an attribute with an option for each label, under a key that is free', () => {
  const kept = keepingOrigin(DRAFT, MERGE, { en: 'Was' });

  expect(kept).toEqual({
    ...DRAFT,
    fields: [
      {
        key: 'cells',
        labels: [
          {
            key: 'rbc',
            attributes: [
              stain,
              {
                key: 'origin_2',
                titles: { en: 'Was' },
                type: 'choice',
                options: [{ key: 'platelet', titles: { en: 'Platelet' } }],
              },
            ],
          },
          { key: 'wbc' },
        ],
      },
      { key: 'note' },
    ],
  });
});

it('takes just that attribute away again', () => {
  const kept = keepingOrigin(DRAFT, MERGE, { en: 'Was' });

  expect(forgettingOrigin(kept, MERGE, 'origin_2')).toEqual(DRAFT);
});
