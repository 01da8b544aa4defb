import { describe, expect, it } from 'vitest';
import type { VersionMeasure } from '../api/version-measures';
import { shareOf, topOf } from './measures';

const row: VersionMeasure = {
  guideline_version: 'a',
  number: 2,
  change_kind: 'rule_change',
  summary: '',
  published_at: null,
  annotations: 40,
  agreement: { items: 20, score: 0.9, low: 0.7, high: 0.97, overlapping: 30 },
  reviewed: { seen: 4, changed: 1, rate: 0.25, low: 0.05, high: 0.7, set_aside: 0 },
  on_gold: { items: 12, score: 0.75, low: 0.5, high: 0.9 },
  looked_again: { seen: 0, changed: 0, rate: 0, low: 0, high: 1 },
};

describe('what is known of a version', () => {
  it('is an error on gold where the work is not as the gold answer', () => {
    const share = shareOf(row, 'on_gold', 10);
    expect(share).toMatchObject({ rate: 0.25, of: 12, isEnough: true });
    expect(share?.low).toBeCloseTo(0.1);
    expect(share?.high).toBeCloseTo(0.5);
  });

  it('says nothing where too few were seen, and is nothing where none were', () => {
    expect(shareOf(row, 'reviewed', 10)).toMatchObject({ hits: 1, of: 4, isEnough: false });
    expect(shareOf(row, 'looked_again', 10)).toBeNull();
  });

  it('is not there for who may not know of it', () => {
    expect(shareOf({ ...row, on_gold: null }, 'on_gold', 10)).toBeUndefined();
  });
});

describe('the top of an axis', () => {
  it('is a little above what is surely the highest, and never above all', () => {
    const enough = shareOf(row, 'on_gold', 10);
    const few = shareOf(row, 'reviewed', 10);
    expect(topOf([enough, few])).toBe(0.6);
    expect(topOf([few])).toBe(0.8);
    expect(topOf([])).toBe(0.1);
  });
});
