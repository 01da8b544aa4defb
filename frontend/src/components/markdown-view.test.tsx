// @vitest-environment jsdom
// happy-dom stops walking where a node is removed, so the sanitiser does nothing in it: the test would prove nothing.
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { MarkdownView } from './markdown-view';

function html(source: string): HTMLElement {
  return render(<MarkdownView source={source} />).container;
}

function renderWith(children: ReactNode) {
  i18n.loadAndActivate({ locale: 'en', messages: {} });
  return render(<I18nProvider i18n={i18n}>{children}</I18nProvider>);
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

  it('shows pictures by their key, and no others', () => {
    const container = html(
      [
        '![two <b>"red"</b> cells](picture:abcdefgh234567ab "title")',
        ...['/api/v1/items/1/media', 'https://evil.example/x.png', '/static/x.svg'].map(
          (address) => `![x](${address})`,
        ),
        '![x](picture:abcdefgh234567ab/../../session)',
        '![x](picture:ABC)',
        '![x](/api/v1/pictures/abcdefgh234567ab)',
      ].join('\n\n'),
    );

    const images = [...container.querySelectorAll('img')];
    expect(images.map((image) => image.getAttribute('src'))).toEqual([
      '/api/v1/pictures/abcdefgh234567ab',
    ]);
    expect(images[0]?.alt).toBe('two <b>"red"</b> cells');
    expect(images[0]?.attributes.length).toBe(2);
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

  it('shows an example of a guideline, its caption as plain words', () => {
    const source =
      '# Red {#rbc}\n\n{example: rbc-1 | wrong | <img src=x onerror=1> **two** cells}\n\nAnd so on.';
    const content = {
      key: 'rbc-1',
      kind: 'image',
      is_gone: false,
      label: { key: 'rbc', name: 'Red cell', titles: {}, colour: '#bb4466' },
      picture_url: '/api/v1/guideline-examples/1/picture',
      window: [0, 0, 40, 30],
      text: null,
      span: null,
    };

    const { container } = renderWith(
      <MarkdownView source={source} examples={new Map([['rbc-1', content]])} />,
    );

    const figure = container.querySelector('figure');
    expect(figure?.textContent).toContain('Wrong');
    expect(figure?.textContent).toContain('Red cell');
    expect(figure?.textContent).toContain('<img src=x onerror=1> **two** cells');
    expect(figure?.querySelectorAll('img').length).toBe(1);
    expect(container.querySelector('[onerror]')).toBeNull();
    expect(container.textContent).toContain('And so on.');
  });

  it('says of an example whose item is gone that it is gone', () => {
    const gone = {
      ...{ key: 'rbc-1', kind: 'image', is_gone: true, label: null },
      ...{ picture_url: null, window: [0, 0, 1, 1], text: null, span: null },
    };

    const { container } = renderWith(
      <MarkdownView
        source="{example: rbc-1 | right | Pale.}"
        examples={new Map([['rbc-1', gone]])}
      />,
    );

    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain('The item of this example was deleted.');
    expect(container.textContent).toContain('Pale.');
  });

  it('leaves the line alone where no examples are, and nobody puts a place for one into a text', () => {
    const line = '{example: rbc-1 | right | Pale.}';

    expect(html(line).textContent).toContain(line);
    expect(html('<div data-example="0"></div>').querySelector('[data-example]')).toBeNull();
  });
});
