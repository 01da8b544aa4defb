import { useRef, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { changed, placeAfter } from '@/lib/pictures';
import { usePictures, type Pictures } from './pictures';

interface Range {
  anchor: number;
  head: number;
}

export interface TextPictures {
  pictures: Pictures;
  /** For the button and the key that pick pictures from the computer. */
  picker: RefObject<HTMLInputElement | null>;
  /** The field reads so, has the focus, and this is selected. */
  put: (text: string, range: Range) => void;
}

/** Pictures for a text area whose text a component holds. */
export function useTextPictures(
  project: string,
  field: RefObject<HTMLTextAreaElement | null>,
  onText: (text: string) => void,
): TextPictures {
  const picker = useRef<HTMLInputElement>(null);
  // At once: a key that is hit before the text is drawn would bring back the one from before.
  const write = (text: string, { anchor, head }: Range) => {
    flushSync(() => onText(text));
    field.current?.setSelectionRange(anchor, head);
  };
  const put = (text: string, range: Range) => {
    write(text, range);
    field.current?.focus();
  };
  const pictures = usePictures(project, {
    edit: (make) => {
      if (!field.current) return;
      const { value, selectionStart, selectionEnd } = field.current;
      const edit = make(value, selectionStart, selectionEnd);
      put(changed(value, edit), edit.selection);
    },
    alter: (make) => {
      if (!field.current) return;
      const { value, selectionStart, selectionEnd } = field.current;
      const change = make(value);
      if (!change) return;
      const range = {
        anchor: placeAfter(selectionStart, change),
        head: placeAfter(selectionEnd, change),
      };
      write(changed(value, change), range);
    },
  });
  return { pictures, picker, put };
}
