import { Trans } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import classes from './data-table.module.css';

interface LoadMoreProps {
  hasMore?: boolean;
  isLoadingMore?: boolean;
  onLoadMore?: () => void;
  /** How many there are now. */
  count: number;
}

/** The end of a list that has more: loads it when it comes near, or when asked. */
export function LoadMore({ hasMore, isLoadingMore, onLoadMore, count }: LoadMoreProps) {
  const edge = useRef<HTMLDivElement>(null);
  const load = useRef(onLoadMore);
  useEffect(() => {
    load.current = onLoadMore;
  });
  useEffect(() => {
    if (!hasMore || !edge.current) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && load.current?.(),
      { rootMargin: '600px' },
    );
    observer.observe(edge.current);
    return () => observer.disconnect();
    // A page shorter than the screen leaves the edge in view: observe afresh to be told again.
  }, [hasMore, count]);
  if (!hasMore) return null;
  return (
    <div ref={edge} className={classes.more}>
      <button
        type="button"
        className={classes.moreButton}
        onClick={onLoadMore}
        disabled={isLoadingMore}
      >
        {isLoadingMore ? <Trans>Loading more…</Trans> : <Trans>Load more</Trans>}
      </button>
    </div>
  );
}
