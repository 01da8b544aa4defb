import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Count } from '@/components/count';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import type { SchemaDocument } from '@/lib/schema-document';
import { useWorstItems, type ScoredItem } from '../api/scores';
import { ComparedItemView } from './compared-item';
import classes from './worst-items.module.css';

interface WorstItemsProps {
  score: string;
  schema: SchemaDocument | undefined;
  item: string | undefined;
  onOpen: (item: string | null) => void;
}

/** The items on which the model is wrong most; one of them is open with both sides. */
export function WorstItems({ score, schema, item, onOpen }: WorstItemsProps) {
  const { t } = useLingui();
  const items = useWorstItems(score);
  const columns = useColumns();
  return (
    <section aria-label={t`Where it is wrong`}>
      <h2 className={classes.title}>
        <Trans>Where it is wrong</Trans>
      </h2>
      {item !== undefined && (
        <div className={classes.open}>
          {schema ? (
            <ComparedItemView key={item} score={score} item={item} schema={schema} />
          ) : (
            <Skeleton height={280} />
          )}
        </div>
      )}
      <DataTable
        label={t`Items with errors, most first`}
        columns={columns}
        rows={items.rows}
        rowKey={(row) => row.item}
        status={items.status}
        error={items.error}
        onRetry={items.retry}
        openKey={item ?? null}
        onOpen={(row) => onOpen(row.item === item ? null : row.item)}
        hasMore={items.hasMore}
        isLoadingMore={items.isLoadingMore}
        onLoadMore={items.loadMore}
        empty={
          <EmptyState title={<Trans>No errors</Trans>}>
            <Trans>On every item the model says what people said.</Trans>
          </EmptyState>
        }
      />
    </section>
  );
}

function useColumns(): Column<ScoredItem>[] {
  const { t } = useLingui();
  const counts = [
    ['errors', t`Errors`],
    ['confused', t`Taken for something else`],
    ['missed', t`Missed`],
    ['extra', t`Too many`],
    ['right', t`Right`],
  ] as const;
  return [
    {
      key: 'item',
      header: t`Item`,
      width: 'minmax(12rem, 1fr)',
      cell: (row) => <span className={classes.name}>{row.external_id ?? row.item}</span>,
    },
    ...counts.map(([key, header]): Column<ScoredItem> => ({
      key,
      header,
      width: key === 'confused' ? '12rem' : '6.5rem',
      align: 'end',
      cell: (row) => <Count value={row[key]} />,
    })),
  ];
}
