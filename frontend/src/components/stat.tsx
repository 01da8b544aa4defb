import type { ReactNode } from 'react';
import classes from './stat.module.css';

interface StatProps {
  label: ReactNode;
  value: ReactNode;
  /** One quiet line below: the change, the base. */
  note?: ReactNode;
}

/** A number with its name. To make it a door, wrap it in the router's Link: it has no state of its own. */
export function Stat({ label, value, note }: StatProps) {
  return (
    <span className={classes.stat}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{value}</span>
      {note && <span className={classes.note}>{note}</span>}
    </span>
  );
}
