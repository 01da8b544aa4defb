import { Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { PagedList } from '@/api/paged-list';
import { GoldBadge } from '@/components/gold-badge';
import { LoadMore } from '@/components/load-more';
import { useDelayed } from '@/lib/use-delayed';
import type { ItemRow } from '@/api/items';
import classes from './item-grid.module.css';
import { ItemWork } from './item-work';
import { ProblemBadge } from './problem-badge';

interface ItemGridProps {
  list: PagedList<ItemRow>;
  openKey: string | undefined;
  onOpen: (item: ItemRow) => void;
  empty: ReactNode;
}

const SKELETONS = 18;

/** Images as a contact sheet. The arrow keys go through it, Enter opens. */
export function ItemGrid({ list, openKey, onOpen, empty }: ItemGridProps) {
  const { t } = useLingui();
  const grid = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(0);
  const isWaiting = useDelayed(list.status === 'loading');
  if (list.status === 'loading') {
    return (
      <div className={classes.grid} aria-busy="true" data-hidden={!isWaiting || undefined}>
        {Array.from({ length: SKELETONS }, (_, index) => (
          <Skeleton key={index} className={classes.waiting} />
        ))}
      </div>
    );
  }
  if (list.rows.length === 0) return empty;
  const focusable = Math.min(current, list.rows.length - 1);

  const handleKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = columnsOf(grid.current);
    const steps: Record<string, number> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      ArrowDown: index + columns,
      ArrowUp: index - columns,
      Home: 0,
      End: list.rows.length - 1,
    };
    const target = steps[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(target, list.rows.length - 1));
    setCurrent(next);
    const button = grid.current?.children[next]?.querySelector('button');
    button?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <>
      <ul
        ref={grid}
        className={classes.grid}
        aria-label={t`Items`}
        data-stale={list.isStale || undefined}
      >
        {list.rows.map((item, index) => (
          <li key={item.id} className={classes.cell}>
            <button
              type="button"
              className={classes.card}
              tabIndex={index === focusable ? 0 : -1}
              data-open={item.id === openKey || undefined}
              onFocus={() => setCurrent(index)}
              onKeyDown={(event) => handleKeyDown(event, index)}
              onClick={() => onOpen(item)}
            >
              <span className={classes.picture}>
                {item.thumbnail_url && (
                  <img src={item.thumbnail_url} alt="" loading="lazy" decoding="async" />
                )}
              </span>
              <span className={classes.words}>
                <span className={classes.name} title={item.external_id ?? item.source}>
                  {baseName(item.external_id ?? item.source)}
                </span>
                <span className={classes.states}>
                  <ItemWork item={item} />
                  {item.gold && <GoldBadge state={item.gold} />}
                  {item.problem && <ProblemBadge />}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <LoadMore
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        count={list.rows.length}
      />
    </>
  );
}

/** The last part of a path: the folders are the same for all of them. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

function columnsOf(grid: HTMLElement | null): number {
  if (!grid) return 1;
  return getComputedStyle(grid).gridTemplateColumns.split(' ').length;
}
