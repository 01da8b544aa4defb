import { blockOf } from '../text/blocks';
import { caretRect, offsetAtPoint, readSelection, writeSelection } from '../text/dom-ranges';
import type { SpanEditor, TextLayout } from '../text/span-editor';

export interface TextViewOptions {
  readonly root: HTMLElement;
  readonly caret: HTMLElement;
  readonly spans: SpanEditor;
  /** Brings a line that may not be rendered into sight. */
  readonly scrollToBlock: (index: number) => void;
  readonly createsOnRelease: () => boolean;
}

/**
 * Binds the text on the page to its editor, both ways: what the pointer selects goes in, and what keys select goes out to the page's
 * own selection, so that it looks and copies like any other. Returns the function that stops it.
 */
export function bindText({
  root,
  caret,
  spans,
  scrollToBlock,
  createsOnRelease,
}: TextViewOptions): () => void {
  const { points } = spans;
  let isPressed = false;
  let isReading = false;

  const read = (): boolean => {
    const found = readSelection(root);
    if (!found) return false;
    isReading = true;
    spans.setSelection(points.fromUtf16(found[0]), points.fromUtf16(found[1]));
    isReading = false;
    return true;
  };

  const handleDown = (event: PointerEvent) => {
    isPressed = event.button === 0;
  };
  const handleUp = () => {
    if (!isPressed) return;
    isPressed = false;
    if (!read()) return;
    if (!spans.hasSelection) spans.selectAt(spans.selection.head);
    else if (createsOnRelease()) spans.createFromSelection();
  };
  // A touch selects by the system's own handles, which send no pointer events: the selection is read, the label key or button creates.
  const handleCancel = () => {
    isPressed = false;
    read();
  };

  const placeCaret = () => {
    const rect = spans.hasSelection ? null : caretRect(root, points.toUtf16(spans.selection.head));
    caret.toggleAttribute('data-shown', rect !== null);
    if (!rect) return;
    const frame = root.getBoundingClientRect();
    caret.style.transform = `translate(${rect.left - frame.left + root.scrollLeft - 1}px, ${rect.top - frame.top + root.scrollTop}px)`;
    caret.style.height = `${Math.min(rect.height, 28)}px`;
  };

  const follow = () => {
    const { anchor, head } = spans.selection;
    if (!isReading) writeSelection(root, points.toUtf16(anchor), points.toUtf16(head));
    placeCaret();
  };

  let frame = 0;
  /** Once more when the lines stand where they will be: an edit or a scroll has rendered others by the next frame. */
  const refresh = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      // While the mouse selects, the page's selection is the newer one; without focus it belongs to somebody else.
      if (!isPressed && root.ownerDocument.activeElement === root) follow();
    });
  };

  const layout: TextLayout = {
    vertical: (offset, direction) => {
      const rect = caretRect(root, points.toUtf16(offset));
      if (!rect) return null;
      // Line by line until the offset changes: lines with tags and lanes are of different heights.
      for (let step = 1; step <= 4; step++) {
        const y = direction === 1 ? rect.bottom + step * 12 : rect.top - step * 12;
        const found = offsetAtPoint(root, rect.left, y);
        const next = found === null ? null : caretRect(root, found);
        if (found !== null && next && Math.abs(next.top - rect.top) > 4)
          return points.fromUtf16(found);
      }
      return null;
    },
    reveal: (offset) => {
      const rect = caretRect(root, points.toUtf16(offset));
      const frame = root.getBoundingClientRect();
      if (rect && rect.top >= frame.top && rect.bottom <= frame.bottom) return;
      const block = blockOf(spans.blocks, offset);
      if (!rect && block) scrollToBlock(block.index);
      else if (rect)
        root.scrollTop +=
          rect.top < frame.top ? rect.top - frame.top - 32 : rect.bottom - frame.bottom + 32;
    },
  };

  spans.layout = layout;
  root.addEventListener('pointerdown', handleDown);
  root.addEventListener('pointercancel', handleCancel);
  // On the window: a selection is often let go beside the text.
  window.addEventListener('pointerup', handleUp);
  root.addEventListener('scroll', refresh);
  const unsubscribe = spans.subscribe(follow);
  const unsubscribeEditor = spans.editor.subscribe(refresh);
  return () => {
    spans.layout = null;
    root.removeEventListener('pointerdown', handleDown);
    root.removeEventListener('pointercancel', handleCancel);
    window.removeEventListener('pointerup', handleUp);
    root.removeEventListener('scroll', refresh);
    cancelAnimationFrame(frame);
    unsubscribe();
    unsubscribeEditor();
  };
}
