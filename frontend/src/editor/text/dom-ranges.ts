/**
 * The only place that knows how a text lies in the DOM. Each run is an element with `data-utf16` and one text node; tags are
 * elements without text. Offsets in and out are UTF-16 units of the whole text.
 */
const RUN = '[data-utf16]';

function runElement(node: Node): HTMLElement | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  return element?.closest<HTMLElement>(RUN) ?? null;
}

function startOf(run: HTMLElement): number {
  return Number(run.dataset['utf16']);
}

function lengthOf(run: HTMLElement): number {
  return run.firstChild instanceof Text ? run.firstChild.data.length : 0;
}

/** The offset of a DOM position inside `root`, or null when it lies outside. */
export function offsetOf(root: HTMLElement, node: Node, offset: number): number | null {
  if (!root.contains(node)) return null;
  if (node instanceof Text) {
    const run = runElement(node);
    if (run && run.firstChild === node) return startOf(run) + Math.min(offset, node.data.length);
  }
  const own = node instanceof HTMLElement && node.matches(RUN) ? node : null;
  if (own) return startOf(own) + (offset > 0 ? lengthOf(own) : 0);
  // Between elements (a triple click, a tag, an empty line): what begins after the position, else what ended before it.
  const child = node.childNodes[offset];
  const after =
    child instanceof HTMLElement
      ? child.matches(RUN)
        ? child
        : child.querySelector<HTMLElement>(RUN)
      : null;
  if (after) return startOf(after);
  const inside =
    node instanceof HTMLElement ? [...node.querySelectorAll<HTMLElement>(RUN)].at(-1) : undefined;
  const run =
    inside ?? runElement(node) ?? node.parentElement?.querySelector<HTMLElement>(RUN) ?? null;
  return run ? startOf(run) + (inside || offset > 0 ? lengthOf(run) : 0) : null;
}

/** The DOM position of `offset`, or null while its line is not rendered. */
export function positionOf(
  root: HTMLElement,
  offset: number,
): { node: Node; offset: number } | null {
  const runs = root.querySelectorAll<HTMLElement>(RUN);
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run && startOf(run) <= offset) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  if (!run) return null;
  const local = offset - startOf(run);
  if (local > lengthOf(run)) return null;
  return { node: run.firstChild ?? run, offset: run.firstChild ? local : 0 };
}

/** The selection inside `root` as [anchor, head], or null when it is elsewhere. */
export function readSelection(root: HTMLElement): readonly [anchor: number, head: number] | null {
  const selection = root.ownerDocument.getSelection();
  if (!selection?.anchorNode || !selection.focusNode) return null;
  const anchor = offsetOf(root, selection.anchorNode, selection.anchorOffset);
  const head = offsetOf(root, selection.focusNode, selection.focusOffset);
  return anchor === null || head === null ? null : [anchor, head];
}

export function writeSelection(root: HTMLElement, anchor: number, head: number): void {
  const selection = root.ownerDocument.getSelection();
  const from = positionOf(root, anchor);
  const to = positionOf(root, head);
  if (from && to) selection?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

/** Where a caret at `offset` stands, in client coordinates. */
export function caretRect(root: HTMLElement, offset: number): DOMRect | null {
  const position = positionOf(root, offset);
  if (!position) return null;
  const range = root.ownerDocument.createRange();
  range.setStart(position.node, position.offset);
  const [rect] = range.getClientRects();
  // An empty line has no rectangle of its own.
  return rect ?? runElement(position.node)?.parentElement?.getBoundingClientRect() ?? null;
}

interface WithCaretPosition {
  caretPositionFromPoint?(x: number, y: number): { offsetNode: Node; offset: number } | null;
  caretRangeFromPoint?(x: number, y: number): Range | null;
}

/** The offset of the character nearest a client point. Browsers agree on the idea but not on the name. */
export function offsetAtPoint(root: HTMLElement, x: number, y: number): number | null {
  const page: WithCaretPosition = root.ownerDocument;
  const position = page.caretPositionFromPoint?.(x, y);
  if (position) return offsetOf(root, position.offsetNode, position.offset);
  const range = page.caretRangeFromPoint?.(x, y);
  return range ? offsetOf(root, range.startContainer, range.startOffset) : null;
}
