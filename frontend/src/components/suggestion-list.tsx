import { useEffect, useRef, type ReactNode } from 'react';
import classes from './suggestion-list.module.css';
import type { Suggestions } from './use-suggestions';

interface SuggestionListProps<T> {
  label: string;
  suggestions: Suggestions<T>;
  keyOf: (row: T) => string;
  children: (row: T) => ReactNode;
}

/** The choices of `useSuggestions`. */
export function SuggestionList<T>({ label, suggestions, keyOf, children }: SuggestionListProps<T>) {
  const { rows, active, listId, optionId, choose, setActive } = suggestions;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  if (rows.length === 0) return null;
  return (
    <ul ref={list} id={listId} role="listbox" aria-label={label} className={classes.list}>
      {rows.map((row, index) => (
        <li
          key={keyOf(row)}
          id={optionId(index)}
          role="option"
          aria-selected={index === active}
          className={classes.option}
          onPointerMove={() => setActive(index)}
          // The field keeps the focus: on a click it would close before the choice is made.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(row)}
        >
          {children(row)}
        </li>
      ))}
    </ul>
  );
}
