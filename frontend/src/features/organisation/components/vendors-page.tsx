import { TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { membersQuery, vendorsQuery, type Vendor } from '@/api/organisation';
import type { Belonging } from '@/api/session';
import { Count } from '@/components/count';
import { DataTable } from '@/components/data-table';
import { Dialog } from '@/components/dialog';
import { EmptyState } from '@/components/empty-state';
import { Form } from '@/components/form';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { useCommands } from '@/lib/commands';
import { isProblem } from '@/lib/problem';
import { useCreateVendor, useRenameVendor } from '../api/vendors';
import classes from './organisation.module.css';
import { WithOrganisation } from './with-organisation';

export function VendorsPage() {
  return <WithOrganisation>{(own) => <Vendors own={own} />}</WithOrganisation>;
}

function Vendors({ own }: { own: Belonging }) {
  const { t } = useLingui();
  const vendors = useQuery(vendorsQuery(own.id));
  const members = useQuery(membersQuery(own.id));
  const [editing, setEditing] = useState<Vendor | 'new' | null>(null);
  const peopleOf = (vendor: Vendor) =>
    members.data?.filter((member) => member.vendor?.id === vendor.id && member.is_active).length;
  const handleNew = () => setEditing('new');
  useCommands([{ name: 'vendors.create', title: t`Add a vendor`, shortcut: 'n', run: handleNew }]);
  return (
    <Page>
      <PageHeader
        title={<Trans>Vendors</Trans>}
        context={
          <Trans>Companies whose people label for you. They never see each other's work.</Trans>
        }
        primary={{
          label: t`Add a vendor`,
          icon: <IconPlus size={15} aria-hidden="true" />,
          shortcut: 'n',
          onClick: handleNew,
        }}
      />
      <DataTable
        label={t`Vendors`}
        rows={vendors.data ?? []}
        rowKey={(vendor) => vendor.id}
        status={vendors.isError ? 'error' : vendors.data ? 'ready' : 'loading'}
        error={vendors.error}
        onRetry={() => void vendors.refetch()}
        onOpen={setEditing}
        columns={[
          {
            key: 'name',
            header: t`Vendor`,
            width: 'minmax(12rem, 2fr)',
            cell: (vendor) => (
              <button type="button" className={classes.link} onClick={() => setEditing(vendor)}>
                {vendor.name}
              </button>
            ),
          },
          {
            key: 'people',
            header: t`People`,
            width: '7rem',
            align: 'end',
            cell: (vendor) => {
              const people = peopleOf(vendor);
              return (
                people !== undefined && (
                  <Link to="/organisation/members" search={{ q: vendor.name }}>
                    <Count value={people} />
                  </Link>
                )
              );
            },
          },
          {
            key: 'since',
            header: t`Since`,
            width: '9rem',
            cell: (vendor) => <RelativeTime value={vendor.created_at} />,
          },
        ]}
        empty={
          <EmptyState
            title={<Trans>No vendors yet</Trans>}
            action={{ label: t`Add a vendor`, onClick: handleNew, shortcut: 'n' }}
          >
            <Trans>Without one, everybody works in house.</Trans>
          </EmptyState>
        }
      />
      {editing && (
        <VendorDialog
          own={own}
          vendor={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

interface VendorDialogProps {
  own: Belonging;
  vendor: Vendor | null;
  onClose: () => void;
}

function VendorDialog({ own, vendor, onClose }: VendorDialogProps) {
  const { t } = useLingui();
  const create = useCreateVendor(own.id);
  const rename = useRenameVendor(own.id);
  const [name, setName] = useState(vendor?.name ?? '');
  const error = create.error ?? rename.error;
  const problem = isProblem(error) ? error : null;
  const handleSubmit = () =>
    vendor
      ? rename.mutate({ vendor, name: name.trim() }, { onSuccess: onClose })
      : create.mutate(name.trim(), { onSuccess: onClose });
  return (
    <Dialog isOpen title={vendor ? t`Rename the vendor` : t`Add a vendor`} onClose={onClose}>
      <Form
        submitLabel={vendor ? t`Save` : t`Add the vendor`}
        isBusy={create.isPending || rename.isPending}
        isDisabled={name.trim() === ''}
        onCancel={onClose}
        onSubmit={handleSubmit}
      >
        <TextInput
          label={t`Name`}
          data-autofocus
          maxLength={100}
          value={name}
          error={problem?.at('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ProblemAlert error={error} shownPointers={['/name']} />
      </Form>
    </Dialog>
  );
}
