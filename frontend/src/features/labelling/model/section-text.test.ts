import { describe, expect, it } from 'vitest';
import { sectionText } from './section-text';

const text = {
  markdown: 'Before.\n\n# A {#a}\n\nOne.\n\n## B {#b}\n\nTwo.\n',
  sections: [
    { key: 'a', line: 3 },
    { key: 'b', line: 7 },
  ],
};

describe('the text of a section', () => {
  it('ends at the next heading, whatever its level', () => {
    expect(sectionText(text, 'a')).toBe('# A {#a}\n\nOne.');
  });

  it('of the last one is the rest', () => {
    expect(sectionText(text, 'b')).toBe('## B {#b}\n\nTwo.');
  });

  it('is nothing where there is no such section', () => {
    expect(sectionText(text, '')).toBeNull();
  });
});
