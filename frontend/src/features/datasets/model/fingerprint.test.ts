import { expect, it } from 'vitest';
import { fingerprint, shortHash } from './fingerprint';

it('is a bar for each byte', () => {
  expect(fingerprint('00ff80')).toEqual([0, 1, 128 / 255]);
  expect(fingerprint('')).toEqual([]);
});

it('is shortened for the eye', () => {
  expect(shortHash('0123456789abcdef')).toBe('0123456789ab');
});
