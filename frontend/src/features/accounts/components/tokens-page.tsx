import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useOwnOrganisation } from '@/api/organisation';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { TokenTable } from './token-table';

/** Every token of the organisation, for who runs it. */
export function TokensPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const own = useOwnOrganisation();
  if (!own) {
    return (
      <EmptyState kind="lost" level="h1" title={<Trans>This is for owners and admins</Trans>}>
        <Trans>Your own tokens are on your account's page.</Trans>
      </EmptyState>
    );
  }
  return (
    <Page>
      <PageHeader
        title={<Trans>Tokens</Trans>}
        context={
          <Trans>
            Every machine that may come in. Who makes a token does it on their own page.
          </Trans>
        }
      />
      <TokenTable
        organisation={own.id}
        empty={
          <EmptyState
            title={<Trans>No machine may come in</Trans>}
            action={{
              label: t`My account`,
              onClick: () => void navigate({ to: '/account' }),
            }}
          >
            <Trans>Tokens are made on one's own account page.</Trans>
          </EmptyState>
        }
      />
    </Page>
  );
}
