// @vitest-environment jsdom
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { renderMarkdown } from './markdown-view';

interface Attack {
  markdown: string;
  /** What the server makes of it; its own tests look at that. */
  page: string;
  screen: string;
}

const FILE = resolve(import.meta.dirname, '../../../tests/markdown/attacks.json');
const attacks = JSON.parse(readFileSync(FILE, 'utf8')) as Attack[]; // written by the tests themselves

if (process.env.WRITE_ATTACKS) {
  const told = attacks.map((each) => ({ ...each, screen: renderMarkdown(each.markdown, []) }));
  writeFileSync(FILE, `${ascii(JSON.stringify(told, null, 2))}\n`);
}

/** As Python writes it, whose tests read and write the same file. */
function ascii(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

it.each(attacks)('of an attack is left what is known byte for byte: $markdown', (attack) => {
  expect(renderMarkdown(attack.markdown, [])).toBe(attack.screen);
});

it.each(attacks)('nothing of it runs, loads or shadows: $markdown', ({ screen }) => {
  const left = new DOMParser().parseFromString(screen, 'text/html').body;
  const names = [...left.querySelectorAll('*')].flatMap((each) => each.getAttributeNames());

  expect(
    left.querySelectorAll(
      'script, style, iframe, svg, math, form, img, link, meta, base, object, embed, details',
    ),
  ).toHaveLength(0);
  expect(
    names.filter((name) => name.startsWith('on') || name === 'style' || name === 'name'),
  ).toEqual([]);
  expect(
    [...left.querySelectorAll('[id]')].map(({ id }) => id).filter((id) => id in document),
  ).toEqual([]);
  expect(
    [...left.querySelectorAll('a[href]')].map(
      (each) => new URL((each as HTMLAnchorElement).href).protocol,
    ),
  ).not.toContain('javascript:');
});
