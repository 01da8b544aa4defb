import { useLingui } from '@lingui/react/macro';
import { formatPercent } from '@/lib/format';
import type { Looked } from '../api/consequences';
import classes from './consequences.module.css';

interface RateProps {
  looked: Looked;
  label: string;
  colour?: string;
  isSmall?: boolean;
  /** Up to where it is tolerated, from 0 to 1. */
  tolerated?: number;
}

/** A share with the interval that it surely lies in. */
export function Rate({ looked, label, colour, isSmall = false, tolerated }: RateProps) {
  const { t, i18n } = useLingui();
  const { seen, changed } = looked;
  const rate = formatPercent(looked.rate, i18n.locale);
  const low = formatPercent(looked.low, i18n.locale);
  const high = formatPercent(looked.high, i18n.locale);
  const words = t`${changed} of ${seen}, surely between ${low} and ${high}`;
  return (
    <div className={classes.rate} data-small={isSmall || undefined}>
      <span className={classes.name}>{label}</span>
      <span className={classes.share}>{rate}</span>
      <span className={classes.scale} role="img" aria-label={`${label}: ${rate}, ${words}`}>
        <span
          className={classes.interval}
          style={{
            left: `${looked.low * 100}%`,
            width: `${(looked.high - looked.low) * 100}%`,
            background: colour,
          }}
        />
        <span className={classes.point} style={{ left: `${looked.rate * 100}%` }} />
        {tolerated !== undefined && (
          <span className={classes.tolerated} style={{ left: `${tolerated * 100}%` }} />
        )}
      </span>
      <span className={classes.quiet}>{words}</span>
    </div>
  );
}
