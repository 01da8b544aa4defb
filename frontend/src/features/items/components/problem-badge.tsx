import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { StatusBadge } from '@/components/status-badge';

/** That the item is no good: a question showed it, or somebody skipped it for that. */
export function ProblemBadge() {
  return (
    <StatusBadge tone="bad" icon={IconAlertTriangle} isPlain>
      <Trans>problem</Trans>
    </StatusBadge>
  );
}
