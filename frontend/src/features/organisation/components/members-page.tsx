import { Button, Select } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconUserPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { membersQuery, vendorsQuery, type Member } from '@/api/organisation';
import { useCurrentUser, type Belonging } from '@/api/session';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { Count } from '@/components/count';
import { DataTable } from '@/components/data-table';
import { Dialog } from '@/components/dialog';
import { EmptyState } from '@/components/empty-state';
import { FilterBar } from '@/components/filter-bar';
import { Form } from '@/components/form';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Person } from '@/components/person';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { useOrganisationRoleWords } from '@/components/role-words';
import { StatusBadge } from '@/components/status-badge';
import { useCommands } from '@/lib/commands';
import { ORGANISATION_ROLES } from '@/lib/roles';
import { showToast } from '@/lib/toasts';
import { useChangeMember } from '../api/members';
import classes from './organisation.module.css';
import { WithOrganisation } from './with-organisation';

export function OrganisationMembersPage() {
  return <WithOrganisation>{(own) => <Members own={own} />}</WithOrganisation>;
}

function Members({ own }: { own: Belonging }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const me = useCurrentUser();
  const words = useOrganisationRoleWords();
  const members = useQuery(membersQuery(own.id));
  const { q = '', role, state } = useSearch({ from: '/in/outer/organisation/members' });
  const [editing, setEditing] = useState<Member | null>(null);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const change = useChangeMember(own.id);
  const rows = (members.data ?? []).filter(
    (member) =>
      (!role || member.role === role) &&
      (!state || member.is_active === (state === 'active')) &&
      `${member.user.name} ${member.user.email} ${member.user.pseudonym} ${member.vendor?.name ?? ''}`
        .toLocaleLowerCase()
        .includes(q.toLocaleLowerCase()),
  );
  const setSearch = (patch: { q?: string; role?: string; state?: string }) =>
    void navigate({
      to: '/organisation/members',
      search: (now) => ({ ...now, ...patch }),
      replace: true,
    });
  const handleInvite = () =>
    void navigate({ to: '/organisation/invitations', search: { invite: 'yes' } });
  useCommands([
    { name: 'members.invite', title: t`Invite somebody`, shortcut: 'n', run: handleInvite },
  ]);
  const handleReturn = (member: Member) => {
    const name = member.user.name;
    change.mutate(
      { member, changes: { is_active: true } },
      { onSuccess: () => showToast({ message: t`${name} may come in again.`, tone: 'good' }) },
    );
  };

  return (
    <Page>
      <PageHeader
        title={<Trans>Members</Trans>}
        context={own.name}
        primary={{
          label: t`Invite somebody`,
          icon: <IconUserPlus size={15} aria-hidden="true" />,
          shortcut: 'n',
          onClick: handleInvite,
        }}
      >
        <FilterBar
          search={q}
          onSearch={(text) => setSearch({ q: text || undefined })}
          searchLabel={t`Search people`}
          values={{ role, state }}
          filters={[
            {
              key: 'role',
              label: t`Role`,
              options: ORGANISATION_ROLES.map((each) => ({
                value: each,
                label: words[each].title,
              })),
            },
            {
              key: 'state',
              label: t`State`,
              options: [
                { value: 'active', label: t`Active` },
                { value: 'gone', label: t`Deactivated` },
              ],
            },
          ]}
          onChange={(key, value) => setSearch({ [key]: value })}
        >
          {members.data && <Count value={rows.length} />}
        </FilterBar>
      </PageHeader>
      <DataTable
        label={t`Members`}
        rows={rows}
        rowKey={(member) => member.id}
        status={members.isError ? 'error' : members.data ? 'ready' : 'loading'}
        error={members.error}
        onRetry={() => void members.refetch()}
        onOpen={setEditing}
        columns={[
          {
            key: 'person',
            header: t`Person`,
            width: 'minmax(14rem, 2fr)',
            cell: ({ user, is_active }) => (
              <Person name={user.name} note={user.email} isGone={!is_active} />
            ),
          },
          {
            key: 'role',
            header: t`Role`,
            width: '7rem',
            cell: (member) => words[member.role].title,
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
            key: 'pseudonym',
            header: t`Pseudonym`,
            width: '8rem',
            cell: ({ user }) => <code className={classes.quiet}>{user.pseudonym}</code>,
          },
          {
            key: 'since',
            header: t`Since`,
            width: '8rem',
            cell: (member) => <RelativeTime value={member.created_at} />,
          },
          {
            key: 'acts',
            header: t`Actions`,
            isHeaderHidden: true,
            width: '10rem',
            align: 'end',
            cell: (member) =>
              member.is_active ? (
                member.user.id !== me?.id && (
                  <Button
                    variant="subtle"
                    color="gray"
                    size="xs"
                    onClick={() => setLeaving(member)}
                  >
                    <Trans>Deactivate</Trans>
                  </Button>
                )
              ) : (
                <>
                  <StatusBadge tone="idle" isPlain>
                    <Trans>Deactivated</Trans>
                  </StatusBadge>
                  <Button
                    variant="subtle"
                    color="gray"
                    size="xs"
                    onClick={() => handleReturn(member)}
                  >
                    <Trans>Let in</Trans>
                  </Button>
                </>
              ),
          },
        ]}
        empty={
          <EmptyState
            kind="search"
            title={<Trans>Nobody fits</Trans>}
            action={{
              label: t`Show everybody`,
              onClick: () => setSearch({ q: undefined, role: undefined, state: undefined }),
            }}
          />
        }
      />
      {editing && <EditMember own={own} member={editing} onClose={() => setEditing(null)} />}
      {leaving && <Deactivate own={own} member={leaving} onDone={() => setLeaving(null)} />}
    </Page>
  );
}

function EditMember({
  own,
  member,
  onClose,
}: {
  own: Belonging;
  member: Member;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const words = useOrganisationRoleWords();
  const vendors = useQuery(vendorsQuery(own.id));
  const change = useChangeMember(own.id);
  const [role, setRole] = useState(member.role);
  const [vendor, setVendor] = useState(member.vendor?.id ?? '');
  const isVendors = vendor !== '';
  const handleSubmit = () =>
    change.mutate(
      { member, changes: { role: isVendors ? 'member' : role, vendor: vendor || null } },
      { onSuccess: onClose },
    );
  return (
    <Dialog isOpen title={member.user.name} onClose={onClose}>
      <Form
        submitLabel={t`Save`}
        isBusy={change.isPending}
        onCancel={onClose}
        onSubmit={handleSubmit}
      >
        <Select
          label={t`Works for`}
          allowDeselect={false}
          data={[
            { value: '', label: t`In house` },
            ...(vendors.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={vendor}
          onChange={(value) => setVendor(value ?? '')}
        />
        <Select
          label={t`Role in the organisation`}
          description={isVendors ? t`A vendor's people are members.` : words[role].does}
          allowDeselect={false}
          disabled={isVendors}
          data={ORGANISATION_ROLES.map((each) => ({ value: each, label: words[each].title }))}
          value={isVendors ? 'member' : role}
          onChange={(value) =>
            setRole(ORGANISATION_ROLES.find((each) => each === value) ?? 'member')
          }
        />
        <ProblemAlert error={change.error} />
      </Form>
    </Dialog>
  );
}

function Deactivate({
  own,
  member,
  onDone,
}: {
  own: Belonging;
  member: Member;
  onDone: () => void;
}) {
  const { t } = useLingui();
  const change = useChangeMember(own.id);
  const name = member.user.name;
  return (
    <ConfirmDialog
      isOpen
      title={t`Deactivate ${name}?`}
      confirmLabel={t`Deactivate`}
      isBusy={change.isPending}
      error={change.error}
      onCancel={onDone}
      onConfirm={() =>
        change.mutate(
          { member, changes: { is_active: false } },
          {
            onSuccess: () => {
              showToast({ message: t`${name} can no longer come in.`, tone: 'good' });
              onDone();
            },
          },
        )
      }
    >
      <Trans>
        Their sessions end at once, their tokens and open invitations are revoked for good. What
        they made stays, and you can let them in again.
      </Trans>
    </ConfirmDialog>
  );
}
