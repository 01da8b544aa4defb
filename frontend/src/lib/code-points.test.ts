import { describe, expect, it } from 'vitest';
import {
  CodePointIndex,
  codePointLength,
  codePointToUtf16,
  sliceCodePoints,
  utf16ToCodePoint,
} from './code-points';

const TEXTS = [
  '',
  'plain',
  '한국어 문장',
  '日本語🍣寿司',
  '👩‍👩‍👧 family',
  'a😀b😀c',
  '𠮷野家で',
  'lone \ud83d half',
];

describe('code point offsets', () => {
  it.each(TEXTS)('count as Python counts: %j', (text) => {
    expect(codePointLength(text)).toBe([...text].length);
    expect(new CodePointIndex(text).length).toBe([...text].length);
  });

  it.each(TEXTS)('come back from UTF-16 unchanged: %j', (text) => {
    const index = new CodePointIndex(text);
    const points = [...Array(codePointLength(text) + 1).keys()];

    expect(points.map((point) => utf16ToCodePoint(text, codePointToUtf16(text, point)))).toEqual(
      points,
    );
    expect(points.map((point) => index.toCodePoint(index.toUtf16(point)))).toEqual(points);
  });

  it.each(TEXTS)('are the same with and without the index: %j', (text) => {
    const index = new CodePointIndex(text);
    const units = [...Array(text.length + 1).keys()];

    expect(units.map((unit) => index.toCodePoint(unit))).toEqual(
      units.map((unit) => utf16ToCodePoint(text, unit)),
    );
  });

  it('put an offset inside a pair at its start', () => {
    expect(utf16ToCodePoint('a😀b', 2)).toBe(1);
    expect(new CodePointIndex('a😀b').toCodePoint(2)).toBe(1);
  });

  it('cut whole characters', () => {
    expect(sliceCodePoints('日本語🍣寿司', 3, 5)).toBe('🍣寿');
  });
});
