import { describe, expect, test } from 'vitest';
import { found, moved } from './rows';

describe('finding by words', () => {
  const rows = [
    { name: 'Blurred', body: 'Skip cells at the edge.' },
    { name: 'At the edge', body: 'Label what you see.' },
    { name: '가장자리', body: '보이는 부분만 표시하세요.' },
  ];
  const texts = ({ name, body }: (typeof rows)[number]) => [name, body];
  const names = (query: string) => found(rows, query, texts).map(({ name }) => name);

  test('a hit in the name comes before one in the body', () => {
    expect(names('edge')).toEqual(['At the edge', 'Blurred']);
  });

  test('all words must be there, in any order', () => {
    expect(names('see label')).toEqual(['At the edge']);
  });

  test('Korean is found by a part of a word, full width by half width', () => {
    expect(names('자리')).toEqual(['가장자리']);
    expect(names('ＥＤＧＥ')).toEqual(['At the edge', 'Blurred']);
  });

  test('without words all are there, in their order', () => {
    expect(names(' ')).toEqual(['Blurred', 'At the edge', '가장자리']);
  });
});

describe('moving a row', () => {
  test('the others keep their order', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });

  test('there is no place before the first and behind the last', () => {
    expect(moved(['a', 'b'], 0, -1)).toBeNull();
    expect(moved(['a', 'b'], 1, 2)).toBeNull();
  });
});
