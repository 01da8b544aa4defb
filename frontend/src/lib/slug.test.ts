import { expect, it } from 'vitest';
import { slugOf } from './slug';

it.each([
  ['Blood cells', 'blood-cells'],
  ['  Röntgen: Thorax (2026) ', 'rontgen-thorax-2026'],
  ['혈액 세포', ''],
  ['혈액 v2', 'v2'],
  ['a'.repeat(80), 'a'.repeat(60)],
])('makes of %s an address', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
