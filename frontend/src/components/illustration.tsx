import classes from './illustration.module.css';

export type IllustrationKind = 'items' | 'done' | 'search' | 'lost' | 'trouble';

/** Quiet line drawings for empty places. */
export function Illustration({ kind }: { kind: IllustrationKind }) {
  return (
    <svg
      className={classes.drawing}
      width="144"
      height="96"
      viewBox="0 0 144 96"
      aria-hidden="true"
    >
      <ellipse className={classes.ground} cx="72" cy="86" rx="52" ry="4" />
      {DRAWINGS[kind]}
    </svg>
  );
}

const sheet = (
  <>
    <rect className={classes.back} x="34" y="18" width="64" height="52" rx="6" />
    <rect className={classes.paper} x="44" y="26" width="64" height="52" rx="6" />
  </>
);

const DRAWINGS: Record<IllustrationKind, React.ReactNode> = {
  items: (
    <>
      {sheet}
      <path className={classes.line} d="m46 70 15-17 10 10 8-8 27 21" />
      <circle className={classes.line} cx="93" cy="40" r="5" />
      <rect className={classes.box} x="53" y="46" width="22" height="20" rx="2" />
      <circle className={classes.handle} cx="53" cy="46" r="2.5" />
      <circle className={classes.handle} cx="75" cy="66" r="2.5" />
    </>
  ),
  done: (
    <>
      {sheet}
      <path className={classes.line} d="M56 42h16M56 52h10M56 62h12" />
      <circle className={classes.disc} cx="94" cy="56" r="15" />
      <path className={classes.tick} d="m87.500 56.500 4.500 4.500 8.500-9" />
    </>
  ),
  search: (
    <>
      {sheet}
      <path className={classes.line} d="M54 40h30M54 50h18M54 60h22" />
      <circle className={classes.lens} cx="96" cy="52" r="13" />
      <path className={classes.box} d="m105.500 61.500 10 10" />
    </>
  ),
  lost: (
    <>
      <rect className={classes.paper} x="38" y="22" width="68" height="54" rx="6" />
      <path className={classes.line} d="M38 34h68" />
      <rect className={classes.dashed} x="54" y="44" width="36" height="22" rx="3" />
      <path className={classes.box} d="m66 49 12 12m0-12-12 12" />
    </>
  ),
  trouble: (
    <>
      {sheet}
      <path className={classes.box} d="M46 54h14l5-13 9 25 7-16 4 7h21" />
    </>
  ),
};
