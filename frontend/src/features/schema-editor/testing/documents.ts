import type { SchemaDocument } from '@/lib/schema-document';

export const CELLS: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      titles: { en: 'Cells' },
      labels: [
        { key: 'rbc', name: 'RBC', colour: '#4488ff', shortcut: '1', geometry: 'box' },
        {
          key: 'wbc',
          colour: '#bb8844',
          shortcut: '2',
          geometry: 'box',
          attributes: [
            {
              key: 'lobes',
              type: 'choice',
              options: [{ key: 'two', shortcut: 'q' }, { key: 'three' }],
            },
          ],
        },
      ],
    },
    {
      key: 'quality',
      type: 'choice',
      options: [
        { key: 'good', shortcut: 'g' },
        { key: 'poor', shortcut: 'p' },
      ],
    },
  ],
};
