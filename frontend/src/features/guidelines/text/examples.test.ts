import { expect, it } from 'vitest';
import type { CodeEdit } from '@/components/code-editor';
import { changeExample, insertExample, moveExample } from './examples';

const A = { key: 'a-1', verdict: 'right', caption: 'One.' } as const;
const B = { key: 'b-1', verdict: 'wrong', caption: '' } as const;
const LINE_A = '{example: a-1 | right | One.}';
const LINE_B = '{example: b-1 | wrong}';

function applied(text: string, edit: CodeEdit): string {
  return text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
}

it.each([
  ['words', 2, `words\n\n${LINE_A}\n`],
  ['words\n\n## Next', 2, `words\n\n${LINE_A}\n\n\n## Next`],
  ['words\n', 6, `words\n\n${LINE_A}\n`],
  ['', 0, `${LINE_A}\n`],
])('puts an example on lines of its own in %j', (text, at, expected) => {
  expect(applied(text, insertExample(A)(text, at, at))).toBe(expected);
});

it('changes what a line says, and takes it out', () => {
  const text = `x\n\n${LINE_A}\n\ny`;

  expect(applied(text, changeExample(A, { ...A, verdict: 'wrong' })(text, 0, 0))).toBe(
    'x\n\n{example: a-1 | wrong | One.}\n\ny',
  );
  expect(applied(text, changeExample(A, null)(text, 0, 0))).toBe('x\n\n\ny');
});

it('lets two examples change places, and stops at the ends', () => {
  const text = `${LINE_A}\nx\n${LINE_B}`;

  expect(applied(text, moveExample(A, 1)(text, 0, 0))).toBe(`${LINE_B}\nx\n${LINE_A}`);
  expect(applied(text, moveExample(B, -1)(text, 0, 0))).toBe(`${LINE_B}\nx\n${LINE_A}`);
  expect(applied(text, moveExample(A, -1)(text, 0, 0))).toBe(text);
});
