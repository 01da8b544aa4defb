import classes from './brand-mark.module.css';

/** The mark: an L whose corner draws a box. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect className={classes.ground} width="24" height="24" rx="6" />
      <path className={classes.letter} d="M7 6.5v11h5" />
      <rect className={classes.box} x="11.5" y="6.5" width="6" height="6" rx="1.2" />
    </svg>
  );
}
