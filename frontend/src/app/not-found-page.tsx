import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from '@/components/empty-state';

export function NotFoundPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <EmptyState
      kind="lost"
      level="h1"
      title={<Trans>There is no such page</Trans>}
      action={{ label: t`All projects`, onClick: () => void navigate({ to: '/projects' }) }}
    >
      <Trans>The address may be mistyped, or what was here isn't yours to see.</Trans>
    </EmptyState>
  );
}
