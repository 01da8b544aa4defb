import type { SchemaDocument } from '../schema-document';

/** A schema whose labels and nodes are what people may answer: shortcuts that clash, titles in one language and in two. */
export const CHANGED_CELLS: SchemaDocument = {
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
