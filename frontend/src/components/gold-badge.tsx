import { Trans } from '@lingui/react/macro';
import { IconMedal } from '@tabler/icons-react';
import { StatusBadge } from './status-badge';

/** That an item has an answer which people are measured by; shown only to those who may know. */
export function GoldBadge({ state }: { state: 'current' | 'stale' }) {
  return state === 'current' ? (
    <StatusBadge tone="good" icon={IconMedal} isPlain>
      <Trans>gold</Trans>
    </StatusBadge>
  ) : (
    <StatusBadge tone="warn" icon={IconMedal} isPlain>
      <Trans>stale gold</Trans>
    </StatusBadge>
  );
}
