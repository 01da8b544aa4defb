/** How items divide, in whole per cent that always add up to 100. */
export const SPLITS = ['train', 'val', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];
export type Shares = Readonly<Record<SplitName, number>>;

export const DEFAULT_SHARES: Shares = { train: 80, val: 10, test: 10 };

/**
 * One share is set; the others give or take in proportion to what they have. Where neither has anything,
 * the first of them takes it all.
 */
export function withShare(shares: Shares, name: SplitName, wanted: number): Shares {
  const value = Math.round(Math.min(100, Math.max(0, Number.isFinite(wanted) ? wanted : 0)));
  const [first, second] = SPLITS.filter((each) => each !== name) as [SplitName, SplitName]; // two of three are left
  const left = 100 - value;
  const had = shares[first] + shares[second];
  const firstShare = had === 0 ? left : Math.round((left * shares[first]) / had);
  return {
    ...shares,
    [name]: value,
    [first]: firstShare,
    [second]: left - firstShare,
  };
}

/** Shares of 1, as the API takes them; a split without items is not one. */
export function asSplits(shares: Shares): Record<string, number> {
  return Object.fromEntries(
    SPLITS.filter((name) => shares[name] > 0).map((name) => [name, shares[name] / 100]),
  );
}

/** `train:0.8,val:0.1,test:0.1` */
export function asQuery(shares: Shares): string {
  return Object.entries(asSplits(shares))
    .map(([name, share]) => `${name}:${share}`)
    .join(',');
}

/** The shares of an earlier version, so that the next one starts from them; null where they are not our three. */
export function sharesOf(splits: readonly { name: string; share: number }[]): Shares | null {
  const shares = { train: 0, val: 0, test: 0 };
  for (const { name, share } of splits) {
    const known = SPLITS.find((each) => each === name);
    const percent = share * 100;
    if (!known || Math.abs(percent - Math.round(percent)) > 1e-6) return null;
    shares[known] = Math.round(percent);
  }
  return shares.train + shares.val + shares.test === 100 ? shares : null;
}
