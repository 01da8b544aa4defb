import { describe, expect, it } from 'vitest';
import { isPlain, lookFilter, parseLook, PLAIN_LOOK } from './look';

describe('look', () => {
  it('is no filter at all as it is', () => {
    expect(lookFilter(PLAIN_LOOK)).toBe('none');
    expect(isPlain(PLAIN_LOOK)).toBe(true);
  });

  it('says what was changed in one filter', () => {
    const look = { ...PLAIN_LOOK, gamma: 1.5, contrast: 0.8, isGrey: true, isInverted: true };

    expect(lookFilter(look)).toBe('url(#look-gamma) contrast(0.8) grayscale(1) invert(1)');
  });

  it('counts a grid as a change', () => {
    expect(isPlain({ ...PLAIN_LOOK, grid: 50 })).toBe(false);
  });

  it('takes of what is kept only what can be', () => {
    const kept = { brightness: 99, contrast: 'x', gamma: 2, isGrey: 'yes', grid: 7 };

    expect(parseLook(kept)).toEqual({ ...PLAIN_LOOK, gamma: 2 });
    expect(parseLook(null)).toEqual(PLAIN_LOOK);
    expect(parseLook({ ...PLAIN_LOOK, grid: 25, isInverted: true })).toEqual({
      ...PLAIN_LOOK,
      grid: 25,
      isInverted: true,
    });
  });
});
