import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { PagedList } from '@/api/paged-list';
import { DataTable, type Column } from '@/components/data-table';
import { GoldBadge } from '@/components/gold-badge';
import { RelativeTime } from '@/components/relative-time';
import type { ItemRow } from '@/api/items';
import { ItemWork } from './item-work';
import { ProblemBadge } from './problem-badge';
import classes from './item-table.module.css';

interface ItemListProps {
  list: PagedList<ItemRow>;
  openKey: string | undefined;
  onOpen: (item: ItemRow) => void;
  empty: ReactNode;
}

/** Texts, one a line. */
export function ItemTable({ list, openKey, onOpen, empty }: ItemListProps) {
  const { t } = useLingui();
  const columns: Column<ItemRow>[] = [
    {
      key: 'text',
      header: t`Text`,
      width: 'minmax(20rem, 5fr)',
      cell: (item) => <span className={classes.text}>{item.excerpt}</span>,
    },
    {
      key: 'name',
      header: t`Name`,
      width: 'minmax(8rem, 1.4fr)',
      cell: (item) => <span className={classes.name}>{item.external_id ?? item.source}</span>,
    },
    {
      key: 'work',
      header: t`Work`,
      width: '12rem',
      cell: (item) => (
        <>
          <ItemWork item={item} />
          {item.gold && <GoldBadge state={item.gold} />}
          {item.problem && <ProblemBadge />}
        </>
      ),
    },
    {
      key: 'created',
      header: t`Imported`,
      width: '8rem',
      align: 'end',
      cell: (item) => <RelativeTime value={item.created_at} />,
    },
  ];
  return (
    <DataTable
      label={t`Items`}
      columns={columns}
      rows={list.rows}
      rowKey={(item) => item.id}
      status={list.status}
      isStale={list.isStale}
      hasMore={list.hasMore}
      isLoadingMore={list.isLoadingMore}
      onLoadMore={list.loadMore}
      openKey={openKey}
      onOpen={onOpen}
      empty={empty}
    />
  );
}
