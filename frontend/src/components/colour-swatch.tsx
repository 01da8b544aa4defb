import classes from './colour-swatch.module.css';

interface ColourSwatchProps {
  colour: string;
  size?: number;
  /** When no word stands beside it. */
  title?: string;
}

/** A label's colour, with a hairline so that it shows on any ground. */
export function ColourSwatch({ colour, size = 10, title }: ColourSwatchProps) {
  return (
    <span
      className={classes.swatch}
      style={{ background: colour, width: size, height: size }}
      role={title ? 'img' : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
    />
  );
}
