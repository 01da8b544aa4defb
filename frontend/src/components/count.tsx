import { useLingui } from '@lingui/react';
import { formatNumber } from '@/lib/format';
import classes from './count.module.css';

interface CountProps {
  value: number;
  options?: Intl.NumberFormatOptions;
}

/** A number, grouped for the reader and with figures of one width. */
export function Count({ value, options }: CountProps) {
  const { i18n } = useLingui();
  return <span className={classes.count}>{formatNumber(value, i18n.locale, options)}</span>;
}
