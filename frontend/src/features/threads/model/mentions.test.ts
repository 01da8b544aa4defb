import { describe, expect, test } from 'vitest';
import type { Author } from '@/api/threads';
import { withNames, withoutPeople } from './mentions';

function author(pseudonym: string, name: string | null = null): Author {
  return { part: 'colleague', id: 'x', pseudonym, vendor: null, name };
}

describe('names in Markdown', () => {
  const named = (body: string, ...mentions: Author[]) =>
    withNames(body, mentions, ({ name, pseudonym }) => name ?? pseudonym ?? '');

  test('a mention is shown by the name that the reader may know', () => {
    expect(named('Ask @ann-0123abcd.', author('ann-0123abcd', 'Kim'))).toBe('Ask **@Kim**.');
  });

  test('who is not known to the reader stays as written', () => {
    expect(named('Ask @ann-0123abcd.')).toBe('Ask @ann-0123abcd.');
  });

  test('a name that looks like Markdown or HTML is text', () => {
    expect(named('@ann-0123abcd', author('ann-0123abcd', '[x](y)<b>'))).toBe(
      '**@\\[x\\]\\(y\\)\\<b\\>**',
    );
  });

  test('a longer word is no mention', () => {
    expect(named('@ann-0123abcdef', author('ann-0123abcd', 'Kim'))).toBe('@ann-0123abcdef');
  });
});

test('words for everybody have nobody in them', () => {
  expect(withoutPeople('Two boxes, @ann-0123abcd says ann-89abcdef.')).toBe('Two boxes, says.');
});
