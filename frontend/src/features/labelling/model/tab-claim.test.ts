import { describe, expect, it } from 'vitest';
import { TabClaim, type Channel } from './tab-claim';

/** What is posted at one is heard by all others, at once. */
function makeChannels() {
  const listeners = new Map<object, Set<(event: MessageEvent) => void>>();
  return (): Channel => {
    const own = new Set<(event: MessageEvent) => void>();
    const channel: Channel = {
      postMessage: (data) => {
        for (const [other, heard] of [...listeners])
          if (other !== channel)
            for (const listener of [...heard]) listener(new MessageEvent('message', { data }));
      },
      addEventListener: (_, listener) => own.add(listener),
      removeEventListener: (_, listener) => own.delete(listener),
    };
    listeners.set(channel, own);
    return channel;
  };
}

function setup(...names: string[]) {
  const channel = makeChannels();
  let time = 0;
  return names.map(
    (name) =>
      new TabClaim(
        channel(),
        name,
        () => undefined,
        () => ++time,
      ),
  );
}

describe('two windows with one assignment', () => {
  it('leave it to the one that was first', () => {
    const [first, second] = setup('a', 'b');
    first?.claim('x');
    second?.claim('x');

    expect([first?.isMine, second?.isMine]).toEqual([true, false]);
  });

  it('do not hinder each other on different assignments', () => {
    const [first, second] = setup('a', 'b');
    first?.claim('x');
    second?.claim('y');

    expect([first?.isMine, second?.isMine]).toEqual([true, true]);
  });

  it('pass it on when the first lets go, to one of those who wait', () => {
    const [first, second, third] = setup('a', 'b', 'c');
    for (const tab of [first, second, third]) tab?.claim('x');
    first?.release();

    expect([second?.isMine, third?.isMine]).toEqual([true, false]);
  });

  it('change places when the person takes it over', () => {
    const [first, second] = setup('a', 'b');
    first?.claim('x');
    second?.claim('x');
    second?.takeOver();

    expect([first?.isMine, second?.isMine]).toEqual([false, true]);
  });
});
