import { useLingui } from '@lingui/react/macro';
import { formatNumber } from '@/lib/format';
import classes from './consequences.module.css';

interface BarsProps {
  label: string;
  total: number;
  rows: readonly { key: string; title: string; colour?: string; annotations: number }[];
}

/** How many of all annotations each row has: one may use several labels, so rows need not add up. */
export function Bars({ label, total, rows }: BarsProps) {
  const { i18n } = useLingui();
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>{label}</figcaption>
      <ul className={classes.rows} aria-label={label}>
        {rows.map(({ key, title, colour, annotations }) => (
          <li key={key} className={classes.row}>
            <span className={classes.name}>{title}</span>
            <span className={classes.track} aria-hidden="true">
              <span
                className={classes.fill}
                style={{
                  width: `${total > 0 ? (annotations / total) * 100 : 0}%`,
                  background: colour,
                }}
              />
            </span>
            <span className={classes.count}>{formatNumber(annotations, i18n.locale)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
