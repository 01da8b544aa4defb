import classes from './item-thumb.module.css';

interface ItemThumbProps {
  kind: string;
  thumbnailUrl: string | null;
  excerpt: string | null;
  /** How its source calls it. */
  name?: string | null;
}

/** An item in a line of a list: its picture or how its text begins, and its name. */
export function ItemThumb({ kind, thumbnailUrl, excerpt, name }: ItemThumbProps) {
  if (kind === 'image' || kind === 'audio') {
    return (
      <span className={classes.item}>
        {thumbnailUrl && (
          <img
            className={classes.picture}
            src={thumbnailUrl}
            alt=""
            loading="lazy"
            width={44}
            height={33}
          />
        )}
        <span className={classes.name}>{name}</span>
      </span>
    );
  }
  return (
    <span className={classes.item}>
      <span className={classes.text}>{excerpt}</span>
    </span>
  );
}
