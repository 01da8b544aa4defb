import type { ReactNode } from 'react';
import classes from './lines.module.css';

/** Counts with what they count, one under the other. */
export function Lines({ children }: { children: ReactNode }) {
  return <ul className={classes.list}>{children}</ul>;
}

export function Line({ sign, children }: { sign: ReactNode; children: ReactNode }) {
  return (
    <li className={classes.line}>
      <span className={classes.sign}>{sign}</span>
      <span>{children}</span>
    </li>
  );
}
