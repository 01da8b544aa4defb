import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandRegistry, type Command } from './commands';

let registry: CommandRegistry;
let stop: () => void;

beforeEach(() => {
  registry = new CommandRegistry();
  stop = registry.listen(window);
});

afterEach(() => {
  stop();
  document.body.replaceChildren();
});

function add(command: Partial<Command>) {
  const run = vi.fn();
  registry.register([{ name: 'test.command', title: 'Test', run, ...command }]);
  return run;
}

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

describe('a shortcut', () => {
  it('runs its command', () => {
    const run = add({ shortcut: 'q' });

    const event = press('q');

    expect(run).toHaveBeenCalledOnce();
    expect(event.defaultPrevented).toBe(true);
  });

  it('wants exactly its modifiers', () => {
    const run = add({ shortcut: 'mod+k' });

    press('k');
    press('k', { ctrlKey: true, shiftKey: true });

    expect(run).not.toHaveBeenCalled();
    press('k', { ctrlKey: true });
    expect(run).toHaveBeenCalledOnce();
  });

  it('of a sign comes however the sign is typed', () => {
    const run = add({ shortcut: '?' });

    press('?', { shiftKey: true });

    expect(run).toHaveBeenCalledOnce();
  });

  it('of two strokes waits for the second', () => {
    const run = add({ shortcut: 'g i' });

    press('g');
    expect(run).not.toHaveBeenCalled();
    press('i');

    expect(run).toHaveBeenCalledOnce();
  });

  it('does nothing while its command is not possible', () => {
    const run = add({ shortcut: 'q', when: () => false });

    press('q');

    expect(run).not.toHaveBeenCalled();
  });

  it('does nothing while a dialog is open', () => {
    const run = add({ shortcut: 'q' });
    const resume = registry.suspend();

    press('q');
    expect(run).not.toHaveBeenCalled();
    resume();
    press('q');

    expect(run).toHaveBeenCalledOnce();
  });

  it('runs once while the key is held', () => {
    const run = add({ shortcut: 'q' });

    press('q');
    press('q', { repeat: true });

    expect(run).toHaveBeenCalledOnce();
  });
});

describe('an input method', () => {
  it.each<[string, string, KeyboardEventInit]>([
    ['Process with a code', 'Process', { code: 'KeyQ' }],
    ['a composing event', 'q', { code: 'KeyQ', isComposing: true }],
    ['key code 229', 'q', { code: 'KeyQ', keyCode: 229 }],
  ])('keeps its keys: %s', (_, key, init) => {
    const run = add({ shortcut: 'q' });

    const event = press(key, init);

    expect(run).not.toHaveBeenCalled();
    expect(event.defaultPrevented).toBe(false);
  });

  it('that only rests on a Hangul layout leaves the shortcut usable', () => {
    const run = add({ shortcut: 'q' });

    press('ㅂ', { code: 'KeyQ' });

    expect(run).toHaveBeenCalledOnce();
  });
});

describe('a text input', () => {
  it('takes plain keys for itself, but not those of commands that say so', () => {
    const input = document.body.appendChild(document.createElement('input'));
    const plain = add({ name: 'plain', shortcut: 'q' });
    const palette = add({ name: 'palette', shortcut: 'mod+k', isInInputs: true });

    press('q', {}, input);
    press('k', { ctrlKey: true }, input);

    expect(plain).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledOnce();
  });
});

describe('the registry', () => {
  it('lets the newest of one name win and brings the older back', () => {
    const older = add({ shortcut: 'q' });
    const newer = vi.fn();
    const remove = registry.register([
      { name: 'test.command', title: 'N', shortcut: 'q', run: newer },
    ]);

    press('q');
    remove();
    press('q');

    expect(newer).toHaveBeenCalledOnce();
    expect(older).toHaveBeenCalledOnce();
  });
});
