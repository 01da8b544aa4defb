import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { StatusBadge } from '@/components/status-badge';

/** That a question showed the item to be no good. */
export function ProblemBadge() {
  return (
    <StatusBadge tone="bad" icon={IconAlertTriangle} isPlain>
      <Trans>problem</Trans>
    </StatusBadge>
  );
}
