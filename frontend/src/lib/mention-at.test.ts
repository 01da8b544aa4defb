import { describe, expect, test } from 'vitest';
import { mentionAt } from './mention-at';

describe('whom one is about to name', () => {
  test.each([
    ['@', ''],
    ['Ask @ann', 'ann'],
    ['확인해 주세요@김', '김'],
    ['(@min', 'min'],
  ])('%s names %s', (text, expected) => {
    expect(mentionAt(text, text.length)?.text).toBe(expected);
  });

  test.each(['mail a@b', 'no one', '@ann is done'])('%s names nobody', (text) => {
    expect(mentionAt(text, text.length)).toBeNull();
  });

  test('only what is before the caret counts', () => {
    expect(mentionAt('@ann-1', 3)).toEqual({ text: 'an', start: 0 });
  });
});
