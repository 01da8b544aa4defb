import { describe, expect, it } from 'vitest';
import { asQuery, asSplits, DEFAULT_SHARES, sharesOf, SPLITS, withShare } from './shares';

describe('shares', () => {
  it('stay at 100 whatever is set, and never go below 0', () => {
    let shares = DEFAULT_SHARES;
    for (const [step, value] of [80, 0, 100, 33, 67, 1, 99, 140, -5, Number.NaN, 50].entries()) {
      shares = withShare(shares, SPLITS[step % 3] ?? 'train', value);
      expect(shares.train + shares.val + shares.test).toBe(100);
      for (const name of SPLITS) expect(shares[name]).toBeGreaterThanOrEqual(0);
    }
  });

  it('give and take in proportion', () => {
    expect(withShare({ train: 80, val: 10, test: 10 }, 'train', 60)).toEqual({
      train: 60,
      val: 20,
      test: 20,
    });
    expect(withShare({ train: 60, val: 30, test: 10 }, 'test', 40)).toEqual({
      train: 40,
      val: 20,
      test: 40,
    });
  });

  it('go to the first of the others where neither has anything', () => {
    expect(withShare({ train: 0, val: 0, test: 100 }, 'test', 70)).toEqual({
      train: 30,
      val: 0,
      test: 70,
    });
  });

  it('reach the API as shares of 1 without empty splits', () => {
    expect(asSplits(DEFAULT_SHARES)).toEqual({ train: 0.8, val: 0.1, test: 0.1 });
    expect(asQuery({ train: 90, val: 0, test: 10 })).toBe('train:0.9,test:0.1');
  });

  it('are taken from a version before, if they are the three of the form', () => {
    const splits = [
      { name: 'train', share: 0.7 },
      { name: 'test', share: 0.3 },
    ];
    expect(sharesOf(splits)).toEqual({ train: 70, val: 0, test: 30 });
    expect(sharesOf([{ name: 'holdout', share: 1 }])).toBeNull();
    expect(
      sharesOf([
        { name: 'train', share: 0.123 },
        { name: 'test', share: 0.877 },
      ]),
    ).toBeNull();
  });
});
