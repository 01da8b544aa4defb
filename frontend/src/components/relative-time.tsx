import { Tooltip } from '@mantine/core';
import { useLingui } from '@lingui/react';
import { formatDateTime, formatRelative } from '@/lib/format';
import { useNow } from '@/lib/use-now';

/** "3 minutes ago"; the exact time, in the reader's zone, on hover. */
export function RelativeTime({ value }: { value: string | Date }) {
  const { i18n } = useLingui();
  const now = useNow();
  return (
    <Tooltip label={formatDateTime(value, i18n.locale)}>
      <time dateTime={new Date(value).toISOString()}>
        {formatRelative(value, i18n.locale, now)}
      </time>
    </Tooltip>
  );
}
