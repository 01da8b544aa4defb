import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { allPages } from '@/api/all-pages';
import { fetchProjects, type Project } from '@/api/project';
import { Chip, Chips } from '@/components/chip';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { DataTable, type Column } from '@/components/data-table';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { groupBy } from '@/lib/group-by';
import { showToast } from '@/lib/toasts';
import { useRevokeToken, useTokens, type Token } from '../api/tokens';
import { partsOf } from '../model/token-plan';
import classes from './tokens.module.css';
import { usePowerWords } from './token-words';

interface TokenTableProps {
  /** All tokens of it; without it one's own. */
  organisation: string | null;
  empty: ReactNode;
}

export function useAllProjects() {
  return useQuery({
    queryKey: ['projects', 'all'],
    queryFn: ({ signal }) => allPages<Project>((after) => fetchProjects(after, signal)),
  });
}

/** Tokens that work or have run out, with what they may. */
export function TokenTable({ organisation, empty }: TokenTableProps) {
  const { t } = useLingui();
  const list = useTokens(organisation);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const columns: Column<Token>[] = [
    {
      key: 'name',
      header: t`Token`,
      width: 'minmax(10rem, 1.6fr)',
      cell: (token) => (
        <span className={classes.token}>
          <span className={classes.name}>{token.name}</span>
          <code className={classes.prefix}>{`lw_${token.prefix}_…`}</code>
        </span>
      ),
    },
    {
      key: 'scopes',
      header: t`May`,
      width: 'minmax(11rem, 2fr)',
      cell: (token) => <Scopes scopes={token.scopes} />,
    },
    {
      key: 'used',
      header: t`Last used`,
      width: '7.5rem',
      cell: (token) =>
        token.last_used_at ? (
          <RelativeTime value={token.last_used_at} />
        ) : (
          <span className={classes.quiet}>
            <Trans>never</Trans>
          </span>
        ),
    },
    {
      key: 'expires',
      header: t`Runs out`,
      width: '7.5rem',
      cell: (token) =>
        token.expired ? (
          <StatusBadge tone="warn" isPlain>
            <Trans>Run out</Trans>
          </StatusBadge>
        ) : (
          <RelativeTime value={token.expires_at} />
        ),
    },
    {
      key: 'acts',
      header: t`Actions`,
      isHeaderHidden: true,
      width: '6.5rem',
      align: 'end',
      cell: (token) => (
        <Button variant="subtle" color="gray" size="xs" onClick={() => setRevoking(token)}>
          <Trans>Revoke</Trans>
        </Button>
      ),
    },
  ];
  if (organisation) {
    columns.splice(1, 0, {
      key: 'by',
      header: t`Whose`,
      width: 'minmax(7rem, 1fr)',
      cell: (token) => token.made_by,
    });
  }
  return (
    <>
      <DataTable
        label={t`Tokens`}
        columns={columns}
        rows={list.rows}
        rowKey={(token) => token.id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        empty={empty}
      />
      {revoking && <Revoke token={revoking} onDone={() => setRevoking(null)} />}
    </>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  const { t } = useLingui();
  const words = usePowerWords();
  const projects = useAllProjects();
  const names = new Map(projects.data?.map(({ id, name }) => [id, name]));
  const groups = groupBy(scopes.map(partsOf), ({ project }) => project);
  return (
    <Chips>
      {[...groups].map(([project, parts]) => {
        const powers = parts.map(({ power }) => words.short[power] ?? power).join(', ');
        const place = project ? (names.get(project) ?? t`a project`) : t`all projects`;
        return <Chip key={project ?? ''}>{`${powers} · ${place}`}</Chip>;
      })}
    </Chips>
  );
}

function Revoke({ token, onDone }: { token: Token; onDone: () => void }) {
  const { t } = useLingui();
  const revoke = useRevokeToken();
  const name = token.name;
  return (
    <ConfirmDialog
      isOpen
      title={t`Revoke ${name}?`}
      confirmLabel={t`Revoke the token`}
      isBusy={revoke.isPending}
      error={revoke.error}
      onCancel={onDone}
      onConfirm={() =>
        revoke.mutate(token.id, {
          onSuccess: () => {
            showToast({ message: t`${name} no longer works.`, tone: 'good' });
            onDone();
          },
        })
      }
    >
      {token.last_used_at ? (
        <Trans>
          Whatever uses it stops working at once, for good. It was last used{' '}
          <RelativeTime value={token.last_used_at} />.
        </Trans>
      ) : (
        <Trans>It stops working at once, for good. It was never used.</Trans>
      )}
    </ConfirmDialog>
  );
}
