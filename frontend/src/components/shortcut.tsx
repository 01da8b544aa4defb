import { Fragment } from 'react';
import { shortcutCaps } from '@/lib/shortcuts';
import classes from './shortcut.module.css';

interface ShortcutProps {
  /** As in a command: `mod+k`, `g i`. */
  keys: string;
  /** On a filled button. */
  isOnAccent?: boolean;
}

/** Key caps. Decoration: the element it belongs to carries `aria-keyshortcuts`. */
export function Shortcut({ keys, isOnAccent = false }: ShortcutProps) {
  return (
    <span className={classes.shortcut} data-on-accent={isOnAccent || undefined} aria-hidden="true">
      {shortcutCaps(keys).map((caps, stroke) => (
        <Fragment key={stroke}>
          {caps.map((cap) => (
            <kbd key={cap} className={classes.cap}>
              {cap}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
