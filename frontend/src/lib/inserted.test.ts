import { describe, expect, test } from 'vitest';
import { inserted } from './inserted';

describe('putting a piece into a text', () => {
  test('a short piece goes where the caret is', () => {
    expect(inserted('Yes, .', 'two boxes', 5, 5)).toEqual({ text: 'Yes, two boxes.', caret: 14 });
  });

  test('it takes the place of what is selected', () => {
    expect(inserted('abc', 'x', 1, 2)).toEqual({ text: 'axc', caret: 2 });
  });

  test('a piece of several lines stands on lines of its own', () => {
    expect(inserted('Hello bye', '- a\n- b', 5, 5).text).toBe('Hello\n\n- a\n- b\n\n bye');
  });

  test('into nothing it goes as it is', () => {
    expect(inserted('', '- a\n- b', 0, 0)).toEqual({ text: '- a\n- b', caret: 7 });
  });
});
