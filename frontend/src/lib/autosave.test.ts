import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Autosaver } from './autosave';
import { ApiProblem } from './problem';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function problem(status: number, more: Record<string, unknown> = {}) {
  return new ApiProblem({ type: '/problems/x', title: 'x', status, ...more });
}

function saverWith(save: (content: string, version: number) => Promise<{ version: number }>) {
  return new Autosaver<string, { version: number }>({
    content: 'a',
    version: 1,
    save,
    isOurs: (stale, content) => stale.extensions.markdown === content,
  });
}

describe('Saving by itself', () => {
  it('sends only the last of several quick changes', async () => {
    const save = vi.fn((_: string, version: number) => Promise.resolve({ version: version + 1 }));
    const saver = saverWith(save);

    saver.change('b');
    saver.change('c');
    const before = saver.get().word;
    await vi.advanceTimersByTimeAsync(1000);

    expect(before).toBe('unsaved');
    expect(save.mock.calls).toEqual([['c', 1]]);
    expect(saver.get()).toEqual({ word: 'saved', version: 2, problem: null });
  });

  it('sends what changed during a save after it, against the new version', async () => {
    let finish: (answer: { version: number }) => void = () => undefined;
    const save = vi
      .fn<(content: string, version: number) => Promise<{ version: number }>>()
      .mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)))
      .mockResolvedValueOnce({ version: 3 });
    const saver = saverWith(save);
    saver.change('b');
    await vi.advanceTimersByTimeAsync(1000);

    saver.change('c');
    finish({ version: 2 });
    await vi.advanceTimersByTimeAsync(1000);

    expect(save.mock.calls).toEqual([
      ['b', 1],
      ['c', 2],
    ]);
    expect(saver.isDirty).toBe(false);
  });

  it('stops at a conflict and keeps ours until somebody decides', async () => {
    const save = vi
      .fn<(content: string, version: number) => Promise<{ version: number }>>()
      .mockRejectedValueOnce(problem(412, { current: 5, markdown: 'theirs' }))
      .mockResolvedValueOnce({ version: 6 });
    const saver = saverWith(save);

    saver.change('b');
    await vi.advanceTimersByTimeAsync(1000);
    saver.change('c');
    await vi.advanceTimersByTimeAsync(60_000);
    const word = saver.get().word;
    await saver.overwrite(5);

    expect(word).toBe('conflict');
    expect(save.mock.calls).toEqual([
      ['b', 1],
      ['c', 5],
    ]);
    expect(saver.get().word).toBe('saved');
  });

  it('takes a conflict with itself, after a lost answer, as saved', async () => {
    const saver = saverWith(() => Promise.reject(problem(412, { current: 2, markdown: 'b' })));

    saver.change('b');
    await vi.advanceTimersByTimeAsync(1000);

    expect(saver.get()).toEqual({ word: 'saved', version: 2, problem: null });
  });

  it('tries again by itself when nobody answers', async () => {
    const save = vi
      .fn<(content: string, version: number) => Promise<{ version: number }>>()
      .mockRejectedValueOnce(problem(0))
      .mockResolvedValueOnce({ version: 2 });
    const saver = saverWith(save);

    saver.change('b');
    await vi.advanceTimersByTimeAsync(900);
    const word = saver.get().word;
    await vi.advanceTimersByTimeAsync(5000);

    expect(word).toBe('waiting');
    expect(saver.get().word).toBe('saved');
  });

  it('does not insist when it is refused', async () => {
    const save = vi.fn(() => Promise.reject(problem(409)));
    const saver = saverWith(save);

    saver.change('b');
    await vi.advanceTimersByTimeAsync(60_000);

    expect(save).toHaveBeenCalledTimes(1);
    expect(saver.get().word).toBe('refused');
  });

  it('goes on with what both made where that can be said, and saves it over what was seen', async () => {
    const save = vi
      .fn<(content: string, version: number) => Promise<{ version: number }>>()
      .mockRejectedValueOnce(problem(412, { current: 5, markdown: 'theirs' }))
      .mockResolvedValueOnce({ version: 6 });
    const saver = new Autosaver<string, { version: number }>({
      content: 'a',
      version: 1,
      save,
      merge: (stale, saved, content) => ({
        saved: String(stale.extensions.markdown),
        version: Number(stale.extensions.current),
        content: `${saved}+${content}+theirs`,
      }),
    });

    saver.change('b');
    await vi.advanceTimersByTimeAsync(2000);

    expect(save.mock.calls).toEqual([
      ['b', 1],
      ['a+b+theirs', 5],
    ]);
    expect(saver.get()).toEqual({ word: 'saved', version: 6, problem: null });
    expect([saver.saved, saver.content]).toEqual(['a+b+theirs', 'a+b+theirs']);
  });

  it('waits for a person where it cannot be said', async () => {
    const save = vi.fn(() => Promise.reject(problem(412, { current: 5, markdown: 'theirs' })));
    const saver = new Autosaver<string, { version: number }>({
      content: 'a',
      version: 1,
      save,
      merge: () => null,
    });

    saver.change('b');
    await vi.advanceTimersByTimeAsync(60_000);

    expect(saver.get().word).toBe('conflict');
    expect([saver.saved, saver.content]).toEqual(['a', 'b']);
    expect(save).toHaveBeenCalledTimes(1);
  });
});
