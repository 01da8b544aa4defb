import { useLingui } from '@lingui/react/macro';
import { formatNumber, formatPercent } from '@/lib/format';
import type { Share } from './measures';

/** A share in words, with what it is of and how surely it is known. */
export function useShareWords(): (share: Share | null) => string {
  const { t, i18n } = useLingui();
  return (share) => {
    if (!share) return t`not measured`;
    const low = formatPercent(share.low, i18n.locale);
    const high = formatPercent(share.high, i18n.locale);
    const seen = formatNumber(share.of, i18n.locale);
    const changed = share.hits === null ? null : formatNumber(share.hits, i18n.locale);
    if (!share.isEnough)
      return changed === null
        ? t`${seen} items, too few to say`
        : t`${changed} of ${seen}, too few to say`;
    const rate = formatPercent(share.rate, i18n.locale);
    const words =
      changed === null
        ? t`${seen} items, surely between ${low} and ${high}`
        : t`${changed} of ${seen}, surely between ${low} and ${high}`;
    return `${rate} · ${words}`;
  };
}
