import { describe, expect, it } from 'vitest';
import { TimeKeeper } from './time-keeper';

function setup(before = 0) {
  let now = 5_000_000;
  const keeper = new TimeKeeper(() => now, before);
  return { keeper, wait: (seconds: number) => (now += seconds * 1000) };
}

describe('the time worked', () => {
  it('runs while somebody works', () => {
    const { keeper, wait } = setup();

    wait(40);
    keeper.touch();
    wait(40);

    expect(keeper.seconds).toBe(80);
  });

  it('stops a minute after the last sign of life and goes on with the next', () => {
    const { keeper, wait } = setup();

    wait(3600);
    expect(keeper.isActive).toBe(false);
    keeper.touch();
    wait(10);

    expect(keeper.seconds).toBe(70);
  });

  it('does not run in a hidden tab', () => {
    const { keeper, wait } = setup();

    wait(10);
    keeper.setVisible(false);
    wait(500);
    keeper.setVisible(true);
    wait(5);

    expect(keeper.seconds).toBe(15);
  });

  it('goes on from what was worked before', () => {
    const { keeper, wait } = setup(30);

    wait(5);

    expect(keeper.seconds).toBe(35);
  });

  it('never goes back, whatever the clock does', () => {
    const { keeper, wait } = setup();

    wait(20);
    keeper.touch();
    wait(-300);

    expect(keeper.seconds).toBe(20);
  });

  it('ends when the work was handed in', () => {
    const { keeper, wait } = setup();

    wait(12);
    keeper.stop();
    wait(30);

    expect(keeper.seconds).toBe(12);
  });
});
