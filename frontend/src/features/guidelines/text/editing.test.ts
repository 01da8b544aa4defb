import { expect, it } from 'vitest';
import type { CodeEdit } from '@/components/code-editor';
import { heading, link, prefixLines, table, wrap } from './editing';

function applied(text: string, edit: CodeEdit): [string, string] {
  const changed = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  return [changed, changed.slice(edit.selection.anchor, edit.selection.head)];
}

it('makes words bold, and plain again', () => {
  const [bold, selected] = applied('a cell', wrap('**', 'x')('a cell', 2, 6));

  expect([bold, selected]).toEqual(['a **cell**', 'cell']);
  expect(applied(bold, wrap('**', 'x')(bold, 4, 8))).toEqual(['a cell', 'cell']);
});

it('makes a list of the lines selected, and lines again', () => {
  const [list] = applied('one\ntwo', prefixLines('- ')('one\ntwo', 1, 5));

  expect(list).toBe('- one\n- two');
  expect(applied(list, prefixLines('- ')(list, 0, list.length))[0]).toBe('one\ntwo');
});

it('goes through the levels of a heading', () => {
  const twice = applied('## Cell', heading()('## Cell', 3, 3))[0];

  expect(applied('Cell', heading()('Cell', 2, 2))[0]).toBe('## Cell');
  expect(twice).toBe('### Cell');
  expect(applied(twice, heading()(twice, 0, 0))[0]).toBe('Cell');
});

it('selects the address of a new link', () => {
  expect(applied('see this', link('link')('see this', 4, 8))).toEqual([
    'see [this](https://)',
    'https://',
  ]);
});

it('puts a table on lines of its own', () => {
  expect(applied('words', table('Do', 'Do not')('words', 2, 2))[0]).toBe(
    'words\n\n| Do | Do not |\n| --- | --- |\n|  |  |\n',
  );
});
