import { expect, it } from 'vitest';
import { insidePath } from './inside-path';

it.each(['/projects', '/projects/cells/label?batch=1#x', '/'])('takes %s', (address) => {
  expect(insidePath(address)).toBe(address);
});

it.each([
  '//evil.test',
  '/\\evil.test',
  '////evil.test',
  'https:evil.test',
  'https://evil.test',
  'javascript:alert(1)',
  '/\t/evil.test',
  '/\n/evil.test',
  '\\\\evil.test',
  '',
  null,
  7,
])('refuses %j', (address) => {
  expect(insidePath(address)).toBeNull();
});
