import { useLayoutEffect, useRef, type RefObject } from 'react';
import { inserted } from '@/lib/inserted';

/** Puts a piece into the text of a field, over the selection or from `start`, and leaves the caret behind it. */
export function useInsertion(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  onText: (text: string) => void,
): (piece: string, start?: number) => void {
  const caret = useRef<number | null>(null); // where it is to be once the new text is there
  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text, field]);
  return (piece, start) => {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
    const next = inserted(text, piece, start ?? selectionStart, selectionEnd);
    caret.current = next.caret;
    onText(next.text);
  };
}
