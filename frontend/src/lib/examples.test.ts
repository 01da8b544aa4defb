import { expect, it } from 'vitest';
import { exampleKeys, exampleLine, readExample } from './examples';

it('reads back what it writes', () => {
  const example = { key: 'rbc-1', verdict: 'wrong', caption: 'Two | cells } that touch.' } as const;

  expect(readExample(exampleLine(example))).toEqual(example);
  expect(readExample(exampleLine({ ...example, caption: '' }))?.caption).toBe('');
});

it('keeps a caption on its line', () => {
  expect(exampleLine({ key: 'a-1', verdict: 'right', caption: 'One\n  two' })).toBe(
    '{example: a-1 | right | One two}',
  );
});

it.each([
  '{example: rbc-1}',
  '{example: rbc-1 | good}',
  '{example: Rbc | right}',
  'see {example: rbc-1 | right}',
  '{{7*7}}',
])('leaves %s as it is', (line) => {
  expect(readExample(line)).toBeNull();
});

it('finds each key of a text once', () => {
  expect(
    exampleKeys('{example: b-1 | right}\n\nx\n{example: a-1 | wrong}\n{example: b-1 | right}'),
  ).toEqual(['a-1', 'b-1']);
});
