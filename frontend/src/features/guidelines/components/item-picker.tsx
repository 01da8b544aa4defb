import { Button, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useItems, type ItemRow } from '@/api/items';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { GoldBadge } from '@/components/gold-badge';
import { ItemThumb } from '@/components/item-thumb';
import { LoadMore } from '@/components/load-more';
import classes from './item-picker.module.css';

interface ItemPickerProps {
  project: string;
  onPick: (item: string) => void;
  /** Where there was an item before: back to it. */
  onCancel?: () => void;
}

/** One item of the project. What has a gold answer is shown, and cannot be had: the question would give it away. */
export function ItemPicker({ project, onPick, onCancel }: ItemPickerProps) {
  const { t } = useLingui();
  const [search, setSearch] = useState('');
  const items = useItems(project, search ? { q: search } : {});
  return (
    <section className={classes.picker} aria-label={t`Choose an item`}>
      <div className={classes.bar}>
        <TextInput
          className={classes.search}
          aria-label={t`How the name or the text begins`}
          placeholder={t`How the name or the text begins`}
          value={search}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </div>
      {items.status === 'error' ? (
        <ErrorState error={items.error} onRetry={items.retry} />
      ) : items.status === 'ready' && items.rows.length === 0 ? (
        <EmptyState kind="search" title={<Trans>No item begins like that</Trans>} />
      ) : (
        <div className={classes.scroll}>
          <ul className={classes.items}>
            {items.rows.map((item) => (
              <li key={item.id}>
                <Choice item={item} onPick={onPick} />
              </li>
            ))}
          </ul>
          <LoadMore
            count={items.rows.length}
            hasMore={items.hasMore}
            isLoadingMore={items.isLoadingMore}
            onLoadMore={items.loadMore}
          />
        </div>
      )}
    </section>
  );
}

function Choice({ item, onPick }: { item: ItemRow; onPick: (item: string) => void }) {
  return (
    <button
      type="button"
      className={classes.item}
      disabled={item.gold !== null}
      onClick={() => onPick(item.id)}
    >
      <ItemThumb
        kind={item.kind}
        thumbnailUrl={item.thumbnail_url}
        excerpt={item.excerpt}
        name={item.external_id ?? item.source}
      />
      {item.gold && <GoldBadge state={item.gold} />}
    </button>
  );
}
