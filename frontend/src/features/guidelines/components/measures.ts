import type { VersionMeasure } from '../api/version-measures';

/** A share with the interval that it surely lies in, and of how much it is the share; null where nothing was seen. */
export interface Share {
  rate: number;
  low: number;
  high: number;
  of: number;
  /** Of these, so many; null where the share is no count. */
  hits: number | null;
  /** Fewer say nothing. */
  isEnough: boolean;
}

export type MeasureKind = 'agreement' | 'reviewed' | 'on_gold' | 'looked_again';

export const MEASURE_ORDER: readonly MeasureKind[] = [
  'agreement',
  'reviewed',
  'on_gold',
  'looked_again',
];

/** What is known of one version in one way; undefined where the reader may not know of it. */
export function shareOf(
  row: VersionMeasure,
  kind: MeasureKind,
  least: number,
): Share | null | undefined {
  switch (kind) {
    case 'agreement':
      return scoreShare(row.agreement, least);
    case 'on_gold':
      return row.on_gold ? asErrors(scoreShare(row.on_gold, least)) : undefined;
    case 'reviewed':
      return lookedShare(row.reviewed, least);
    case 'looked_again':
      return row.looked_again ? lookedShare(row.looked_again, least) : undefined;
  }
}

interface Scored {
  items: number;
  score: number | null;
  low: number;
  high: number;
}

function scoreShare({ items, score, low, high }: Scored, least: number): Share | null {
  if (score === null) return null;
  return { rate: score, low, high, of: items, hits: null, isEnough: items >= least };
}

interface Seen {
  seen: number;
  changed: number;
  rate: number;
  low: number;
  high: number;
}

function lookedShare({ seen, changed, rate, low, high }: Seen, least: number): Share | null {
  if (seen === 0) return null;
  return { rate, low, high, of: seen, hits: changed, isEnough: seen >= least };
}

/** What is not right is wrong. */
function asErrors(share: Share | null): Share | null {
  return share && { ...share, rate: 1 - share.rate, low: 1 - share.high, high: 1 - share.low };
}

const TOPS = [0.1, 0.2, 0.4, 0.6, 0.8, 1];

/** Up to where an axis goes that shows these shares: what is too little to say may be cut off. */
export function topOf(shares: readonly (Share | null | undefined)[]): number {
  const enough = shares.filter((share) => share?.isEnough);
  const most = Math.max(0, ...(enough.length > 0 ? enough : shares).map((each) => each?.high ?? 0));
  return TOPS.find((top) => most <= top) ?? 1;
}
