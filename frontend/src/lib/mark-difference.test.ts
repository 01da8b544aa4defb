// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { markDifference } from './mark-difference';

function element(html: string): HTMLElement {
  const made = document.createElement('div');
  made.innerHTML = html;
  return made;
}

describe('markDifference', () => {
  it('marks the words that went and that came, and leaves the others alone', () => {
    const before = element('<p>A halo is <em>not</em> part of the cell.</p>');
    const after = element('<p>A halo is <em>always</em> part of the white cell.</p>');

    markDifference(before, after, 'en');

    expect(before.innerHTML).toBe('<p>A halo is <em><del>not</del></em> part of the cell.</p>');
    expect(after.innerHTML).toBe(
      '<p>A halo is <em><ins>always</ins></em> part of the <ins>white</ins> cell.</p>',
    );
  });

  it('puts one mark around words that stand together', () => {
    const after = element('<p>Count every small platelet.</p>');

    markDifference(element('<p>Count.</p>'), after, 'en');

    expect(after.innerHTML).toBe('<p>Count <ins>every small platelet</ins>.</p>');
  });

  it('takes a picture for a word', () => {
    const same = '<img src="/api/v1/pictures/a" alt="two">';
    const before = element(`<p>${same} and <img src="/api/v1/pictures/b" alt=""></p>`);
    const after = element(`<p>${same} and <img src="/api/v1/pictures/c" alt=""></p>`);

    const takeOff = markDifference(before, after, 'en');

    expect(before.innerHTML).toContain('<del><img src="/api/v1/pictures/b" alt=""></del>');
    expect(after.innerHTML).toContain('<ins><img src="/api/v1/pictures/c" alt=""></ins>');
    expect(after.querySelectorAll('ins').length).toBe(1);
    takeOff();
    expect(after.querySelectorAll('ins, del').length).toBe(0);
  });

  it('parts words of languages that write no spaces', () => {
    const before = element('<p>赤血球は全体を囲む。</p>');
    const after = element('<p>血小板は全体を囲む。</p>');

    markDifference(before, after, 'ja');

    expect(after.querySelector('ins')?.textContent).toContain('血小板');
    expect(after.textContent).toBe('血小板は全体を囲む。');
    expect(before.querySelector('del')?.textContent).not.toContain('全体');
  });

  it('takes its marks off again', () => {
    const html = '<ul><li>one two</li><li>three</li></ul>';
    const before = element(html);
    const after = element('<p>four</p>');

    markDifference(before, after, 'en')();

    expect(before.innerHTML).toBe(html);
    expect(after.querySelector('ins')).toBeNull();
  });

  it('never makes markup of text', () => {
    const after = element('<p>&lt;img src=x onerror=alert(1)&gt;</p>');

    markDifference(element('<p>one</p>'), after, 'en');

    expect(after.querySelector('img')).toBeNull();
    expect(after.textContent).toBe('<img src=x onerror=alert(1)>');
  });
});
