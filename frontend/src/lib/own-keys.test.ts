import { afterEach, describe, expect, it, vi } from 'vitest';
import { CommandRegistry, shortcutsOf } from './commands';
import { ownKeys } from './own-keys';
import { matchesStroke, parseShortcut, shortcutFrom } from './shortcuts';

afterEach(() => ownKeys.set({}));

function pressed(key: string, init: KeyboardEventInit = {}) {
  return new KeyboardEvent('keydown', { key, cancelable: true, ...init });
}

describe('a key of one’s own', () => {
  it('runs the command, and the usual one no longer does', () => {
    const registry = new CommandRegistry();
    const run = vi.fn();
    registry.register([{ name: 'labelling.skip', title: 'Skip', shortcut: 's', run }]);
    ownKeys.set({ 'labelling.skip': ['mod+j'] });

    registry.handleKey(pressed('s'));
    expect(run).not.toHaveBeenCalled();
    registry.handleKey(pressed('j', { ctrlKey: true }));
    expect(run).toHaveBeenCalledOnce();
  });

  it('can be none', () => {
    ownKeys.set({ 'labelling.skip': [] });

    expect(
      shortcutsOf({ name: 'labelling.skip', title: '', shortcut: 's', run: () => {} }),
    ).toEqual([]);
  });
});

describe('the shortcut of a key press', () => {
  it.each([
    ['q', {}, 'q'],
    ['Q', { shiftKey: true }, 'shift+q'],
    ['K', { ctrlKey: true, shiftKey: true }, 'mod+shift+k'],
    [' ', {}, 'space'],
    ['?', { shiftKey: true }, '?'],
    ['+', {}, '+'],
    ['å', { altKey: true, code: 'KeyA' }, 'alt+a'],
    ['ㅂ', { code: 'KeyQ' }, 'q'],
    ['Delete', {}, 'delete'],
  ])('%s is written so that it matches again', (key, init, written) => {
    const event = pressed(key, init);

    expect(shortcutFrom(event)).toBe(written);
    expect(parseShortcut(written).every((stroke) => matchesStroke(event, stroke))).toBe(true);
  });

  it.each([
    ['Shift', {}, null],
    ['Process', { code: 'KeyB' }, null],
    ['Escape', {}, 'fixed'],
    ['ArrowUp', { ctrlKey: true }, 'fixed'],
    ['w', { ctrlKey: true }, 'browser'],
    ['F5', {}, 'browser'],
    ['!', { shiftKey: true, code: 'Digit1' }, 'digit'],
  ])('%s is refused, or not over yet', (key, init, expected) => {
    expect(shortcutFrom(pressed(key, init))).toBe(expected);
  });
});
