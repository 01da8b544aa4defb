import { Avatar } from './avatar';
import classes from './person.module.css';

interface PersonProps {
  name: string;
  /** The e-mail address, the vendor. */
  note?: string | null;
  isGone?: boolean;
}

/** Somebody in a list. */
export function Person({ name, note, isGone = false }: PersonProps) {
  return (
    <span className={classes.person} data-gone={isGone || undefined}>
      <Avatar name={name} size={26} />
      <span className={classes.words}>
        <span className={classes.name}>{name}</span>
        {note && <span className={classes.note}>{note}</span>}
      </span>
    </span>
  );
}
