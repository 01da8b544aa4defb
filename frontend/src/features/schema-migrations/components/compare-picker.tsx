import { Select } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { formatDate } from '@/lib/format';
import type { Rehearsal } from '../api/rehearsals';

interface ComparePickerProps {
  others: readonly Rehearsal[];
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Which earlier rehearsal stands beside this one. */
export function ComparePicker({ others, value, onChange }: ComparePickerProps) {
  const { t, i18n } = useLingui();
  return (
    <Select
      size="xs"
      aria-label={t`Compare with an earlier rehearsal`}
      placeholder={t`Compare with …`}
      clearable
      data={others.map((each) => ({
        value: each.id,
        label: formatDate(each.created_at, i18n.locale, {
          dateStyle: 'medium',
          timeStyle: 'medium',
        }),
      }))}
      value={value}
      onChange={onChange}
      clearButtonProps={{ 'aria-label': t`Compare with none` }}
    />
  );
}
