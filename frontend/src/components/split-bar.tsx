import { useLingui } from '@lingui/react';
import { formatNumber, formatPercent } from '@/lib/format';
import { ColourSwatch } from './colour-swatch';
import classes from './split-bar.module.css';

export interface SplitPart {
  key: string;
  label: string;
  value: number;
  /** Any CSS colour; without it a step of the accent. */
  colour?: string;
}

const STEPS = ['var(--teal-6)', 'var(--teal-4)', 'var(--teal-2)', 'var(--gray-5)'];

interface SplitBarProps {
  parts: readonly SplitPart[];
  label: string;
  /** Without the legend below. */
  isBare?: boolean;
}

/** How a whole divides: train / val / test, migrated / needs a person / dropped. */
export function SplitBar({ parts, label, isBare = false }: SplitBarProps) {
  const { i18n } = useLingui();
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const shown = parts.map((part, index) => ({
    ...part,
    colour: part.colour ?? STEPS[index % STEPS.length] ?? 'var(--gray-5)',
    share: total > 0 ? part.value / total : 0,
  }));
  const words = shown
    .map((part) => `${part.label} ${formatNumber(part.value, i18n.locale)}`)
    .join(', ');
  return (
    <div className={classes.split}>
      <div className={classes.bar} role="img" aria-label={`${label}: ${words}`}>
        {shown
          .filter((part) => part.value > 0)
          .map((part) => (
            <span
              key={part.key}
              className={classes.part}
              style={{ flexGrow: part.share, background: part.colour }}
            />
          ))}
      </div>
      {!isBare && (
        <ul className={classes.legend}>
          {shown.map((part) => (
            <li key={part.key} className={classes.entry}>
              <ColourSwatch colour={part.colour} />
              <span>{part.label}</span>
              <span className={classes.value}>{formatNumber(part.value, i18n.locale)}</span>
              <span className={classes.share}>{formatPercent(part.share, i18n.locale)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
