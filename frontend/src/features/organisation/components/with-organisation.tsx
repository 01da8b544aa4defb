import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useOwnOrganisation } from '@/api/organisation';
import type { Belonging } from '@/api/session';
import { EmptyState } from '@/components/empty-state';

/** These pages are for who runs an organisation; the server refuses everybody else anyway. */
export function WithOrganisation({ children }: { children: (own: Belonging) => ReactNode }) {
  const own = useOwnOrganisation();
  if (own) return children(own);
  return (
    <EmptyState kind="lost" level="h1" title={<Trans>This is for owners and admins</Trans>}>
      <Trans>Ask one of them when you need somebody invited or a role changed.</Trans>
    </EmptyState>
  );
}
