import { describe, expect, it } from 'vitest';
import { CELLS } from '../testing/documents';
import { freeShortcut, holderOf, shortcutFrom } from './shortcuts';

describe('Shortcuts', () => {
  it.each([
    ['/fields/1/options/0', '1', 'RBC'],
    ['/fields/0/labels/0', '1', null],
    ['/fields/0/labels/0', 'G', 'good'],
    // An attribute's options show with the screen's: they clash with those, and with their own label's.
    ['/fields/0/labels/1/attributes/0/options/1', 'q', 'two'],
    ['/fields/0/labels/1/attributes/0/options/1', '1', 'RBC'],
    ['/fields/0/labels/0/attributes/0/options/0', 'q', null],
    ['/fields/1/options/0', 'q', 'two'],
  ])('%s with %s clashes with %s', (pointer, shortcut, holder) => {
    expect(holderOf(CELLS, pointer, shortcut)).toBe(holder);
  });

  it('finds the first free digit', () => {
    expect(freeShortcut(CELLS, '/fields/0/labels/new')).toBe('3');
  });

  it.each([
    ['A', 'a'],
    ['?', '?'],
    ['Enter', null],
    [' ', null],
    ['ㅁ', 'ㅁ'],
  ])('takes the key %s as %s', (key, shortcut) => {
    expect(shortcutFrom(key)).toBe(shortcut);
  });
});
