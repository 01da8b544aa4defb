import { Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { useDelayed } from '@/lib/use-delayed';
import classes from './data-table.module.css';
import { ErrorState } from './error-state';
import { LoadMore } from './load-more';

export interface Sort {
  key: string;
  direction: 'ascending' | 'descending';
}

export interface Column<Row> {
  key: string;
  header: ReactNode;
  /** The header is only said, not shown: a column of buttons. */
  isHeaderHidden?: boolean;
  cell: (row: Row) => ReactNode;
  /** A CSS grid track: `1fr`, `8rem`, `minmax(12rem, 2fr)`. Default `minmax(6rem, 1fr)`. */
  width?: string;
  align?: 'start' | 'end';
  isSortable?: boolean;
}

interface DataTableProps<Row> {
  /** What is listed, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  status?: 'loading' | 'error' | 'ready';
  error?: unknown;
  onRetry?: () => void;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Enter or click on a row. */
  onOpen?: (row: Row) => void;
  /** The row that is open beside the list. */
  openKey?: string | null;
  /** Tick boxes, when given. Space ticks the row in focus. */
  selection?: ReadonlySet<string>;
  onSelectionChange?: (selection: ReadonlySet<string>) => void;
  hasMore?: boolean;
  isLoadingMore?: boolean;
  onLoadMore?: () => void;
  /** The rows are those of the filters before: they dim until the new ones are there. */
  isStale?: boolean;
  /** Instead of the table when there are no rows. */
  empty?: ReactNode;
}

const SKELETON_ROWS = 8;

/** Dense, keyboard-driven list. ↑ ↓ Home End move, Enter opens, Space ticks; more rows come by themselves. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { status = 'ready', rows, columns, label, selection } = props;
  const isWaiting = useDelayed(status === 'loading');
  const tracks = [
    selection ? '2.25rem' : '',
    ...columns.map((column) => column.width ?? 'minmax(6rem, 1fr)'),
  ].join(' ');

  if (status === 'error') return <ErrorState error={props.error} onRetry={props.onRetry} />;
  if (status === 'ready' && rows.length === 0 && props.empty) return props.empty;
  return (
    <div className={classes.frame}>
      <div
        className={classes.table}
        role="grid"
        aria-label={label}
        aria-busy={status === 'loading'}
        aria-multiselectable={selection ? true : undefined}
        style={{ '--tracks': tracks } as React.CSSProperties /* a custom property */}
        data-stale={props.isStale || undefined}
      >
        <Header {...props} />
        {status === 'loading' ? (
          <Waiting columns={columns.length + (selection ? 1 : 0)} isShown={isWaiting} />
        ) : (
          <Rows {...props} />
        )}
      </div>
      {status === 'ready' && <LoadMore {...props} count={rows.length} />}
    </div>
  );
}

function Header<Row>(props: DataTableProps<Row>) {
  const { columns, sort, onSort, selection, onSelectionChange, rows, rowKey } = props;
  const { t } = useLingui();
  const isAll = rows.length > 0 && rows.every((row) => selection?.has(rowKey(row)));
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.row}>
        {selection && (
          <div role="columnheader" className={classes.cell}>
            <input
              type="checkbox"
              className={classes.tick}
              aria-label={t`Select all loaded rows`}
              checked={isAll}
              onChange={() =>
                onSelectionChange?.(isAll ? new Set() : new Set(rows.map((row) => rowKey(row))))
              }
            />
          </div>
        )}
        {columns.map((column) => {
          const isSorted = sort?.key === column.key;
          const Arrow = sort?.direction === 'descending' ? IconArrowDown : IconArrowUp;
          return (
            <div
              key={column.key}
              role="columnheader"
              className={classes.cell}
              data-align={column.align}
              aria-sort={isSorted ? sort.direction : column.isSortable ? 'none' : undefined}
            >
              {column.isSortable && onSort ? (
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() =>
                    onSort({
                      key: column.key,
                      direction:
                        isSorted && sort.direction === 'ascending' ? 'descending' : 'ascending',
                    })
                  }
                >
                  {column.header}
                  <Arrow
                    className={classes.arrow}
                    data-on={isSorted || undefined}
                    size={13}
                    aria-hidden="true"
                  />
                </button>
              ) : column.isHeaderHidden ? (
                <span className={classes.hidden}>{column.header}</span>
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Rows<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, onOpen, openKey, selection, onSelectionChange } = props;
  const { t } = useLingui();
  const body = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const focusable = Math.min(current, Math.max(0, rows.length - 1));
  const prefix = useId();

  const toggle = (row: Row) => {
    const next = new Set(selection);
    if (!next.delete(rowKey(row))) next.add(rowKey(row));
    onSelectionChange?.(next);
  };

  const moveTo = (index: number) => {
    const target = Math.max(0, Math.min(index, rows.length - 1));
    setCurrent(target);
    const element = body.current?.children[target];
    if (element instanceof HTMLElement) {
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: 'nearest' });
    }
  };

  const handleKeyDown = (event: KeyboardEvent, row: Row, index: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const steps: Record<string, () => void> = {
      ArrowDown: () => moveTo(index + 1),
      ArrowUp: () => moveTo(index - 1),
      PageDown: () => moveTo(index + 10),
      PageUp: () => moveTo(index - 10),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      Enter: () => onOpen?.(row),
      ' ': () => selection && toggle(row),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };

  const handleClick = (event: MouseEvent, row: Row, index: number) => {
    setCurrent(index);
    const isOnControl =
      event.target instanceof Element && event.target.closest('a, button, input, label');
    if (!isOnControl && !window.getSelection()?.toString()) onOpen?.(row);
  };

  return (
    <div role="rowgroup" ref={body}>
      {rows.map((row, index) => {
        const key = rowKey(row);
        const isTicked = selection?.has(key) ?? false;
        return (
          <div
            key={key}
            id={`${prefix}${key}`}
            role="row"
            className={classes.row}
            tabIndex={index === focusable ? 0 : -1}
            data-open={key === openKey || undefined}
            data-ticked={isTicked || undefined}
            data-clickable={onOpen ? true : undefined}
            aria-selected={selection ? isTicked : undefined}
            onFocus={(event) => event.target === event.currentTarget && setCurrent(index)}
            onKeyDown={(event) => handleKeyDown(event, row, index)}
            onClick={(event) => handleClick(event, row, index)}
          >
            {selection && (
              <div role="gridcell" className={classes.cell}>
                <input
                  type="checkbox"
                  className={classes.tick}
                  tabIndex={-1}
                  aria-label={t`Select this row`}
                  checked={isTicked}
                  onChange={() => toggle(row)}
                />
              </div>
            )}
            {columns.map((column) => (
              <div
                key={column.key}
                role="gridcell"
                className={classes.cell}
                data-align={column.align}
              >
                {column.cell(row)}
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Waiting({ columns, isShown }: { columns: number; isShown: boolean }) {
  return (
    <div role="rowgroup" data-hidden={!isShown || undefined} className={classes.waiting}>
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <div key={row} role="row" className={classes.row}>
          {Array.from({ length: columns }, (_, column) => (
            <div key={column} role="gridcell" className={classes.cell}>
              <Skeleton height={10} width={`${72 - ((row * 7 + column * 23) % 40)}%`} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
