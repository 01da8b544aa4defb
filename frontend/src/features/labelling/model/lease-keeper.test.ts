import { describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '@/lib/problem';
import { ManualClock } from '@/lib/testing/manual-clock';
import { LeaseKeeper } from './lease-keeper';

const MINUTE = 60_000;

function setup(options: { isActive?: boolean; fails?: number } = {}) {
  const clock = new ManualClock();
  const renew = vi.fn(async () => {
    if (options.fails !== undefined)
      throw new ApiProblem({ type: '/problems/lease-ended', title: 'Over', status: options.fails });
    return clock.now() + 30 * MINUTE;
  });
  const keeper = new LeaseKeeper({ renew, isActive: () => options.isActive ?? true, clock });
  keeper.hold({ id: 'a', expiresAt: clock.now() + 30 * MINUTE });
  return { clock, renew, keeper };
}

describe('a lease', () => {
  it('is renewed when half of it is over', async () => {
    const { clock, renew } = setup();

    await clock.advance(14 * MINUTE);
    expect(renew).not.toHaveBeenCalled();
    await clock.advance(2 * MINUTE);

    expect(renew).toHaveBeenCalledOnce();
  });

  it('runs out while nobody works', async () => {
    const { clock, renew } = setup({ isActive: false });

    await clock.advance(40 * MINUTE);

    expect(renew).not.toHaveBeenCalled();
  });

  it('that is over is told once and not asked for again', async () => {
    const { clock, renew, keeper } = setup({ fails: 409 });

    await clock.advance(20 * MINUTE);

    expect([...keeper.getLost()]).toEqual(['a']);
    expect(renew).toHaveBeenCalledOnce();
  });

  it('is not given up because the network is gone', async () => {
    const { clock, renew, keeper } = setup({ fails: 0 });

    await clock.advance(17 * MINUTE);

    expect(keeper.getLost().size).toBe(0);
    expect(renew.mock.calls.length).toBeGreaterThan(2);
  });
});
