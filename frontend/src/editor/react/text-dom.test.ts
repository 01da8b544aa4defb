import { beforeEach, describe, expect, test } from 'vitest';
import { offsetOf, positionOf } from '../text/dom-ranges';

function render(): HTMLElement {
  const root = document.createElement('div');
  root.innerHTML =
    '<div data-block="0"><span data-utf16="0">a😀</span><i data-tag="Person"></i><span data-utf16="3">bc</span></div>' +
    '<div data-block="1"><span data-utf16="6"></span></div>' +
    '<div data-block="2"><span data-utf16="7">def</span></div>';
  document.body.replaceChildren(root);
  return root;
}

describe('positions in the DOM', () => {
  let root: HTMLElement;
  const run = (at: number) => root.querySelectorAll('[data-utf16]')[at] ?? root;

  beforeEach(() => {
    root = render();
  });

  test.each([0, 1, 3, 4, 5, 6, 7, 8, 10])('offset %i there and back', (offset) => {
    const position = positionOf(root, offset);

    expect(position && offsetOf(root, position.node, position.offset)).toBe(offset);
  });

  test('a position beside a tag is the edge of the run', () => {
    const line = root.children[0] ?? root;

    expect(offsetOf(root, line, 2)).toBe(3);
    expect(offsetOf(root, line, 3)).toBe(5);
  });

  test('an empty line has an offset', () => {
    expect(offsetOf(root, run(2), 0)).toBe(6);
    expect(offsetOf(root, root.children[1] ?? root, 0)).toBe(6);
  });

  test('a triple click ends at the start of the next line', () => {
    expect(offsetOf(root, root.children[2] ?? root, 0)).toBe(7);
  });

  test('a position outside the text is none', () => {
    expect(offsetOf(root, document.body, 0)).toBeNull();
  });

  test('a line that is not rendered has no position', () => {
    run(3).parentElement?.remove();

    expect(positionOf(root, 9)).toBeNull();
  });
});
