import { describe, expect, it } from 'vitest';
import type { Region } from '../core/value';
import { adoptRegions } from './adopt-regions';
import { ScreenModel } from './screen-model';

const SCHEMA = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [
        {
          key: 'rbc',
          geometry: 'box',
          attributes: [{ key: 'size', type: 'choice', required: true, options: [{ key: 'big' }] }],
        },
        { key: 'edge', geometry: 'polyline' },
        { key: 'area', geometry: 'mask' },
      ],
    },
  ],
};
const IMAGE = { width: 100, height: 80 };

function screenWith(...regions: Region[]): ScreenModel {
  return new ScreenModel({
    schema: SCHEMA,
    item: { kind: 'image', source: {} as CanvasImageSource, ...IMAGE }, // nothing is painted here
    value: { cells: { regions } },
  });
}

function box(id: string, at: readonly number[], label = 'rbc', attributes = {}): Region {
  return { id, field: 'cells', label, geometry: { type: 'box', box: at } as never, attributes };
}

describe('adoptRegions', () => {
  it('keeps the place, and of the attributes those that the label has', () => {
    const region = box('a', [10, 10, 20, 20], 'rbc', { size: 'big', colour: 'red' });

    const adopted = adoptRegions([region], screenWith(), IMAGE);

    expect(adopted).toEqual({
      left: 0,
      regions: [
        {
          field: 'cells',
          label: 'rbc',
          geometry: { type: 'box', box: [10, 10, 20, 20] },
          attributes: { size: 'big' },
        },
      ],
    });
  });

  it('moves into the image what lies beyond a smaller one', () => {
    const { regions } = adoptRegions([box('a', [150, 90, 20, 30])], screenWith(), IMAGE);

    expect(regions[0]?.geometry).toEqual({ type: 'box', box: [80, 50, 20, 30] });
  });

  it('puts beside itself what is there already, each time a little further', () => {
    const there = box('a', [10, 10, 20, 20]);

    const { regions } = adoptRegions([there, there], screenWith(there), IMAGE);

    expect(regions.map(({ geometry }) => geometry)).toEqual([
      { type: 'box', box: [22, 22, 20, 20] },
      { type: 'box', box: [34, 34, 20, 20] },
    ]);
  });

  it('takes over once only', () => {
    const there = box('a', [10, 10, 20, 20]);

    expect(adoptRegions([there], screenWith(there), IMAGE, { isOnce: true })).toEqual({
      regions: [],
      left: 0,
    });
  });

  it('counts what cannot stand here: another label, another geometry, too large, a mask of another size', () => {
    const mask: Region = {
      id: 'm',
      field: 'cells',
      label: 'area',
      geometry: { type: 'mask', size: [5, 5], counts: '01' } as never,
      attributes: {},
    };

    const adopted = adoptRegions(
      [
        box('a', [0, 0, 5, 5], 'gone'),
        box('b', [0, 0, 5, 5], 'edge'),
        box('c', [0, 0, 500, 5]),
        mask,
      ],
      screenWith(),
      IMAGE,
    );

    expect(adopted).toEqual({ regions: [], left: 4 });
  });
});
