import classes from './bar.module.css';

interface BarProps {
  /** 0 to 1; null where there is nothing to show. */
  value: number | null;
  /** A mark for what stands beside it. */
  mark?: number | null;
}

/** A share as a bar. The number stands beside it in words. */
export function Bar({ value, mark }: BarProps) {
  return (
    <svg className={classes.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className={classes.ground} width={100} height={10} />
      {value !== null && <rect className={classes.value} width={value * 100} height={10} />}
      {mark !== null && mark !== undefined && (
        <rect className={classes.mark} x={Math.min(99, mark * 100)} width={1} height={10} />
      )}
    </svg>
  );
}
