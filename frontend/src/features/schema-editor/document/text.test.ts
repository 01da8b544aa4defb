import { describe, expect, it } from 'vitest';
import { CELLS } from '../testing/documents';
import { readText, writeText } from './text';

const YAML = `input: image
fields:
  - key: cells
    type: regions
    labels:
      - key: rbc
        shortcut: "1"
      - key: wbc
`;

describe('The document as text', () => {
  it.each(['yaml', 'json'] as const)('comes back from %s as it went in', (format) => {
    const reading = readText(writeText(CELLS, format), format);

    expect(reading.faults).toEqual([]);
    expect(reading.document).toEqual(CELLS);
  });

  it.each([
    ['/fields/0/labels/0/shortcut', { line: 7, column: 19 }],
    ['/fields/0/labels/1', { line: 8, column: 9 }],
    ['/fields/0/labels', { line: 5, column: 5 }],
    // What is missing leads to what should hold it.
    ['/fields/0/labels/1/geometry', { line: 8, column: 9 }],
    ['', { line: 1, column: 1 }],
  ])('knows where %s stands', (pointer, place) => {
    expect(readText(YAML, 'yaml').placeOf(pointer)).toEqual(place);
  });

  it('says where YAML breaks', () => {
    const reading = readText('input: image\nfields: [\n', 'yaml');

    expect(reading.document).toBeNull();
    expect(reading.faults[0]?.line).toBeGreaterThan(1);
  });

  it('means what YAML 1.2 says: no is a word', () => {
    expect(readText('input: no', 'yaml').document).toEqual({ input: 'no' });
  });

  it.each(['a: &x 1\nb: *x', 'a: !!python/object 1', 'input: image\ninput: text', '- a', '', 'a'])(
    'refuses what the server refuses: %j',
    (text) => {
      const reading = readText(text, 'yaml');

      expect(reading.document).toBeNull();
      expect(reading.faults.length).toBeGreaterThan(0);
    },
  );

  it.each(['{"input": "image",}', '{input: "image"}', '{"input": "image"} # why'])(
    'is strict about JSON: %s',
    (text) => {
      expect(readText(text, 'json').document).toBeNull();
    },
  );
});
