import { useId, useState, type KeyboardEvent } from 'react';
import { isComposing } from '@/lib/shortcuts';

export interface Suggestions<T> {
  listId: string;
  rows: readonly T[];
  active: number;
  setActive: (index: number) => void;
  choose: (row: T) => void;
  optionId: (index: number) => string;
  /** True for a key that was the list's: arrows, Enter and Tab to choose, Escape to close. */
  handleKey: (event: KeyboardEvent) => boolean;
  /** For the text field that the list belongs to. */
  aria: {
    'aria-controls': string | undefined;
    'aria-activedescendant': string | undefined;
  };
}

/** A list of choices under a text field, gone through by key while the field keeps the focus. */
export function useSuggestions<T>(
  rows: readonly T[],
  onChoose: (row: T) => void,
  onClose: () => void,
): Suggestions<T> {
  const listId = useId();
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, Math.max(0, rows.length - 1));
  const optionId = (index: number) => `${listId}-${index}`;
  const choose = (row: T) => {
    setActive(0);
    onChoose(row);
  };
  const handleKey = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return false;
    const row = rows[active];
    if (event.key === 'Escape') onClose();
    else if (row === undefined) return false;
    else if (event.key === 'ArrowDown') setActive((active + 1) % rows.length);
    else if (event.key === 'ArrowUp') setActive((active + rows.length - 1) % rows.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey)
      choose(row);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    listId,
    rows,
    active,
    setActive,
    choose,
    optionId,
    handleKey,
    aria: {
      'aria-controls': rows.length > 0 ? listId : undefined,
      'aria-activedescendant': rows.length > 0 ? optionId(active) : undefined,
    },
  };
}
