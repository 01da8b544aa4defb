import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMailPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Belonging } from '@/api/session';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { DataTable } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { RelativeTime } from '@/components/relative-time';
import { useOrganisationRoleWords } from '@/components/role-words';
import { StatusBadge } from '@/components/status-badge';
import { useCommands } from '@/lib/commands';
import { useInvitations, useWithdraw, type Invitation } from '../api/invitations';
import { InviteDialog } from './invite-dialog';
import classes from './organisation.module.css';
import { WithOrganisation } from './with-organisation';

export function InvitationsPage() {
  return <WithOrganisation>{(own) => <Invitations own={own} />}</WithOrganisation>;
}

function Invitations({ own }: { own: Belonging }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const words = useOrganisationRoleWords();
  const { invite } = useSearch({ from: '/in/outer/organisation/invitations' });
  const list = useInvitations(own.id);
  const [withdrawing, setWithdrawing] = useState<Invitation | null>(null);
  const setInvite = (value: string | undefined) =>
    void navigate({
      to: '/organisation/invitations',
      search: { invite: value },
      replace: true,
    });
  const handleNew = () => setInvite('yes');
  useCommands([
    { name: 'invitations.create', title: t`Invite somebody`, shortcut: 'n', run: handleNew },
  ]);
  return (
    <Page>
      <PageHeader
        title={<Trans>Invitations</Trans>}
        context={
          <Trans>Links that nobody has used yet. Each is good for one person and seven days.</Trans>
        }
        primary={{
          label: t`Invite somebody`,
          icon: <IconMailPlus size={15} aria-hidden="true" />,
          shortcut: 'n',
          onClick: handleNew,
        }}
      />
      <DataTable
        label={t`Invitations`}
        rows={list.rows}
        rowKey={(invitation) => invitation.id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        columns={[
          {
            key: 'email',
            header: t`For`,
            width: 'minmax(14rem, 2fr)',
            cell: (invitation) => invitation.email,
          },
          {
            key: 'role',
            header: t`Role`,
            width: '7rem',
            cell: (invitation) => words[invitation.role].title,
          },
          {
            key: 'vendor',
            header: t`Vendor`,
            width: 'minmax(8rem, 1fr)',
            cell: ({ vendor }) =>
              vendor?.name ?? (
                <span className={classes.quiet}>
                  <Trans>In house</Trans>
                </span>
              ),
          },
          {
            key: 'by',
            header: t`Invited by`,
            width: 'minmax(8rem, 1fr)',
            cell: (invitation) => invitation.invited_by,
          },
          {
            key: 'until',
            header: t`Good until`,
            width: '9rem',
            cell: (invitation) =>
              invitation.is_open ? (
                <RelativeTime value={invitation.expires_at} />
              ) : (
                <StatusBadge tone="warn" isPlain>
                  <Trans>Run out</Trans>
                </StatusBadge>
              ),
          },
          {
            key: 'acts',
            header: t`Actions`,
            isHeaderHidden: true,
            width: '7rem',
            align: 'end',
            cell: (invitation) => (
              <Button
                variant="subtle"
                color="gray"
                size="xs"
                onClick={() => setWithdrawing(invitation)}
              >
                <Trans>Withdraw</Trans>
              </Button>
            ),
          },
        ]}
        empty={
          <EmptyState
            title={<Trans>No open invitations</Trans>}
            action={{ label: t`Invite somebody`, onClick: handleNew, shortcut: 'n' }}
          >
            <Trans>You make a link here and pass it on yourself; no mail is sent.</Trans>
          </EmptyState>
        }
      />
      {invite && (
        <InviteDialog
          own={own}
          project={invite === 'yes' ? null : invite}
          onClose={() => setInvite(undefined)}
        />
      )}
      {withdrawing && (
        <WithdrawDialog own={own} invitation={withdrawing} onDone={() => setWithdrawing(null)} />
      )}
    </Page>
  );
}

interface WithdrawDialogProps {
  own: Belonging;
  invitation: Invitation;
  onDone: () => void;
}

function WithdrawDialog({ own, invitation, onDone }: WithdrawDialogProps) {
  const { t } = useLingui();
  const withdraw = useWithdraw(own.id);
  const email = invitation.email;
  return (
    <ConfirmDialog
      isOpen
      title={t`Withdraw the invitation of ${email}?`}
      confirmLabel={t`Withdraw`}
      isBusy={withdraw.isPending}
      error={withdraw.error}
      onCancel={onDone}
      onConfirm={() => withdraw.mutate(invitation.id, { onSuccess: onDone })}
    >
      <Trans>The link stops working at once.</Trans>
    </ConfirmDialog>
  );
}
