// @vitest-environment jsdom
// happy-dom stops walking where a node is removed, so the sanitiser does nothing in it: the test would prove nothing.
import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MarkdownView } from './markdown-view';

function html(source: string): HTMLElement {
  return render(<MarkdownView source={source} />).container;
}

describe('Markdown', () => {
  it('gives headings the keys they name', () => {
    const heading = html('## Red cell {#rbc}').querySelector('h2');

    expect(heading?.id).toBe('rbc');
    expect(heading?.textContent).toBe('Red cell');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,hi)',
    '<a href="java\nscript:alert(1)">x</a>',
    '<iframe src="//evil"></iframe>',
    '<svg onload=alert(1)>',
  ])('runs nothing: %s', (source) => {
    const container = html(source);

    expect(container.querySelectorAll('script, iframe, svg, [onerror], [onload]').length).toBe(0);
    expect(container.querySelector('a[href^="javascript"], a[href^="data"]')).toBeNull();
  });

  it('shows only pictures of our own API', () => {
    const container = html(
      '![a](/api/v1/items/1/media)\n\n![b](https://evil.example/x.png)\n\n![c](/static/x.svg)',
    );

    expect(
      [...container.querySelectorAll('img')].map((image) => image.getAttribute('src')),
    ).toEqual(['/api/v1/items/1/media']);
  });

  it('follows no link for a search engine and gives no window away', () => {
    const link = html('[guide](https://example.org)').querySelector('a');

    expect(link?.getAttribute('rel')).toBe('noopener nofollow');
    expect(link?.getAttribute('target')).toBe('_blank');
  });

  it('stays here with a link to a section', () => {
    const link = html('[see](#rbc)').querySelector('a');

    expect(link?.getAttribute('href')).toBe('#rbc');
    expect(link?.hasAttribute('target')).toBe(false);
  });
});
