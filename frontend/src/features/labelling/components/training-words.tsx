import { Trans, useLingui } from '@lingui/react/macro';
import { IconSchool } from '@tabler/icons-react';
import type { TrainingStanding } from '@/api/types';
import { StatusBadge } from '@/components/status-badge';
import { formatPercent } from '@/lib/format';

/** How I stand in a training, in a few words. */
export function TrainingWords({ standing }: { standing: TrainingStanding }) {
  const { i18n } = useLingui();
  const passMark = formatPercent(standing.pass_mark / 100, i18n.locale);
  const score = formatPercent(standing.score ?? 0, i18n.locale);
  if (standing.is_passed) {
    return (
      <StatusBadge tone="good">
        <Trans>Passed with {score}</Trans>
      </StatusBadge>
    );
  }
  if (standing.is_over) {
    return (
      <StatusBadge tone="warn">
        <Trans>
          {score}, and {passMark} is needed
        </Trans>
      </StatusBadge>
    );
  }
  return (
    <StatusBadge tone="info" icon={IconSchool}>
      <Trans>Training: {passMark} to pass</Trans>
    </StatusBadge>
  );
}
