import { describe, expect, it } from 'vitest';
import { fieldCharts, gaps } from './distribution';

const SPLITS = ['train', 'test'];
const COUNTS: Parameters<typeof fieldCharts>[0] = [
  { field: 'cells', label: 'rbc', name: 'RBC', count: 80, splits: { train: 60, test: 20 } },
  { field: 'cells', label: 'wbc', name: 'WBC', count: 4, splits: { train: 4 } },
  { field: 'cells', label: 'odd', name: 'odd', count: 0, splits: {} },
  { field: 'quality', label: 'good', name: 'good', count: 10, splits: { train: 8, test: 2 } },
];
const DOCUMENT = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      titles: { en: 'Cells', ko: '세포' },
      labels: [{ key: 'rbc', titles: { en: 'Red cell' }, colour: '#d6455d' }],
    },
  ],
};

describe('fieldCharts', () => {
  it('groups labels by field and measures each against the longest of its field', () => {
    const [cells, quality] = fieldCharts(COUNTS, SPLITS, DOCUMENT, 'ko');
    expect(cells).toMatchObject({ key: 'cells', title: '세포', type: 'regions', total: 84 });
    expect(cells?.bars[0]).toMatchObject({ title: 'Red cell', colour: '#d6455d', total: 80 });
    expect(cells?.bars[0]?.parts).toEqual([
      { split: 'train', count: 60, from: 0, width: 0.75 },
      { split: 'test', count: 20, from: 0.75, width: 0.25 },
    ]);
    expect(cells?.bars[1]?.parts[0]?.width).toBe(0.05);
    expect(quality).toMatchObject({ title: 'quality', type: '', total: 10 });
  });

  it('does without a schema and without any use', () => {
    const [only] = fieldCharts(COUNTS.slice(2, 3), SPLITS, null, 'en');
    expect(only?.bars[0]).toMatchObject({ title: 'odd', colour: null });
    expect(only?.bars[0]?.parts.map((part) => part.width)).toEqual([0, 0]);
  });
});

describe('gaps', () => {
  it('names what a split has none of, but not what nobody used', () => {
    const charts = fieldCharts(COUNTS, SPLITS, DOCUMENT, 'en');
    expect(gaps(charts, SPLITS)).toEqual([{ split: 'test', labels: ['WBC'], isEmpty: false }]);
  });

  it('tells a split without anything from one that lacks something', () => {
    const charts = fieldCharts(COUNTS, ['train', 'val'], DOCUMENT, 'en');
    expect(gaps(charts, ['val'])).toEqual([
      { split: 'val', labels: ['Red cell', 'WBC', 'good'], isEmpty: true },
    ]);
  });
});
