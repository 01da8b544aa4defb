import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from './page';

export interface PagedList<T> {
  rows: T[];
  status: 'loading' | 'error' | 'ready';
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Shows the rows of the filters before while the new ones come. */
  isStale: boolean;
  loadMore: () => void;
  retry: () => void;
}

interface PagedListOptions<T> {
  queryKey: QueryKey;
  fetchPage: (after: string | undefined, signal: AbortSignal) => Promise<Page<T>>;
  enabled?: boolean;
  refetchInterval?: number | false;
}

/** A keyset list, page by page as the reader goes down. Feeds `DataTable`. */
export function usePagedList<T>({ fetchPage, ...options }: PagedListOptions<T>): PagedList<T> {
  const query = useInfiniteQuery({
    ...options,
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.results) ?? [], [query.data]);
  return {
    rows,
    status: query.data ? 'ready' : query.isError ? 'error' : 'loading',
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    isStale: query.isPlaceholderData,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    retry: () => void query.refetch(),
  };
}
