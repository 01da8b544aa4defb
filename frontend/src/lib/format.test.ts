import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatClock,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRelative,
} from './format';

const now = new Date('2026-11-21T12:00:00Z');

describe('numbers', () => {
  it('are grouped', () => {
    expect(formatNumber(1234567, 'en')).toBe('1,234,567');
  });

  it('say 100 % only when it is done', () => {
    expect(formatPercent(0.9999, 'en')).toBe('99%');
    expect(formatPercent(1, 'en')).toBe('100%');
  });

  it('say 0 % only before it began', () => {
    expect(formatPercent(0.0001, 'en')).toBe('1%');
    expect(formatPercent(0, 'en')).toBe('0%');
  });

  it('name sizes', () => {
    expect(formatBytes(1_500_000, 'en')).toBe('1.5 MB');
  });
});

describe('times', () => {
  it.each([
    ['2026-11-21T11:57:10Z', 'en', '2 minutes ago'],
    ['2026-11-20T11:00:00Z', 'en', 'yesterday'],
    ['2026-11-21T11:59:40Z', 'en', 'now'],
    ['2026-11-21T09:00:00Z', 'ko', '3시간 전'],
    ['2026-11-21T09:00:00Z', 'ja', '3 時間前'],
  ])('%s in %s is %s', (value, locale, words) => {
    expect(formatRelative(value, locale, now)).toBe(words);
  });

  it('run like a clock', () => {
    expect(formatClock(72)).toBe('1:12');
    expect(formatClock(7509)).toBe('2:05:09');
  });

  it('round what is left up', () => {
    expect(formatDuration(61, 'en')).toBe('2 min');
  });
});
