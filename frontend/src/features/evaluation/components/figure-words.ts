import { useLingui } from '@lingui/react/macro';
import { formatNumber } from '@/lib/format';

/** What the figures are called. */
export function useFigureWords(): Record<string, string> {
  const { t } = useLingui();
  return {
    ap: t`Average precision`,
    ap50: t`At half overlap`,
    ap75: t`At three quarters`,
    precision: t`Precision`,
    recall: t`Recall`,
    f1: 'F1',
    accuracy: t`Accuracy`,
    mean_absolute_error: t`Mean absolute error`,
  };
}

/** Three places behind the point, as papers give them; a dash where there was nothing to count. */
export function figure(value: number | null | undefined, locale: string): string {
  if (value === null || value === undefined) return '–';
  return formatNumber(value, locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}

/** With its sign. */
export function difference(value: number, locale: string): string {
  return formatNumber(value, locale, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
    signDisplay: 'exceptZero',
  });
}
