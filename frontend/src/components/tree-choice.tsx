import { useLingui } from '@lingui/react/macro';
import { IconCheck, IconChevronRight, IconX } from '@tabler/icons-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { placedNodes, titleOf, type SchemaNode } from '@/lib/schema-document';
import { MOST_ROWS, pathWords, treeRows, type TreeRow } from '@/lib/tree-rows';
import classes from './tree-choice.module.css';

interface TreeChoiceProps {
  nodes: readonly SchemaNode[];
  /** The key of the node that is chosen. */
  chosen: string | null;
  /** Only nodes without children are answers. */
  isLeavesOnly?: boolean;
  isDisabled?: boolean;
  locale: string;
  label: string;
  onChoose: (key: string | null) => void;
}

/**
 * One node of a tree. Typing searches it, arrows go through it, right and left open and close, Enter chooses; the same again
 * takes it back.
 */
export function TreeChoice(props: TreeChoiceProps) {
  const {
    nodes,
    chosen,
    isLeavesOnly = false,
    isDisabled = false,
    locale,
    label,
    onChoose,
  } = props;
  const { t } = useLingui();
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const found = placedNodes(nodes).find(({ node }) => node.key === chosen);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(found?.path.slice(0, -1).map((node) => node.key)),
  );
  const [active, setActive] = useState<string | null>(chosen);
  const rows = treeRows(nodes, { query, open });
  const place = Math.max(
    0,
    rows.findIndex(({ node }) => node.key === active),
  );
  const current = rows[place];
  const canChoose = ({ node }: TreeRow) => !(isLeavesOnly && node.children?.length);
  const rowId = (key: string) => `${id}-${key}`;

  const goTo = (key: string | undefined) => {
    if (key === undefined) return;
    setActive(key);
    // By itself the list follows only the focus, which stays in the input.
    list.current?.querySelector(`[id="${rowId(key)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const toggleOpen = (key: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(key);
    else next.delete(key);
    setOpen(next);
  };
  const choose = (row: TreeRow) => {
    setActive(row.node.key);
    if (canChoose(row)) onChoose(row.node.key === chosen ? null : row.node.key);
    else toggleOpen(row.node.key, !open.has(row.node.key));
  };
  const handleSearch = (text: string) => {
    setQuery(text);
    const next = treeRows(nodes, { query: text, open });
    setActive((next.find((row) => row.isFound && canChoose(row)) ?? next[0])?.node.key ?? null);
  };

  const handleKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const isOnRow = query === '' && current !== undefined;
    const hasChildren = Boolean(current?.node.children?.length);
    const ways: Record<string, (() => void) | undefined> = {
      ArrowDown: () => goTo(rows[Math.min(place + 1, rows.length - 1)]?.node.key),
      ArrowUp: () => goTo(rows[Math.max(place - 1, 0)]?.node.key),
      Enter: current && (() => choose(current)),
      Escape: query ? () => handleSearch('') : undefined,
      ArrowRight:
        isOnRow && hasChildren
          ? () =>
              current.isOpen ? goTo(rows[place + 1]?.node.key) : toggleOpen(current.node.key, true)
          : undefined,
      ArrowLeft: isOnRow
        ? () =>
            current.isOpen ? toggleOpen(current.node.key, false) : goTo(current.path.at(-2)?.key)
        : undefined,
    };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    way();
  };

  return (
    <div className={classes.choice}>
      {found && (
        <p className={classes.chosen} lang={locale}>
          <IconCheck size={14} aria-hidden="true" />
          <span>{pathWords(found.path, locale)}</span>
          {!isDisabled && (
            <button
              type="button"
              className={classes.clear}
              aria-label={t`Take the answer back`}
              onClick={() => {
                onChoose(null);
                input.current?.focus();
              }}
            >
              <IconX size={14} aria-hidden="true" />
            </button>
          )}
        </p>
      )}
      {!isDisabled && (
        <>
          <input
            ref={input}
            className={classes.search}
            type="text"
            role="combobox"
            aria-label={label}
            aria-expanded="true"
            aria-haspopup="tree"
            aria-controls={`${id}-tree`}
            aria-activedescendant={current && rowId(current.node.key)}
            placeholder={t`Search, or go through with the arrows`}
            value={query}
            onChange={(event) => handleSearch(event.currentTarget.value)}
            onKeyDown={handleKey}
          />
          <ul ref={list} id={`${id}-tree`} className={classes.tree} role="tree" aria-label={label}>
            {rows.map((row) => (
              <li
                key={row.node.key}
                id={rowId(row.node.key)}
                role="treeitem"
                aria-level={row.path.length}
                aria-selected={row.node.key === chosen}
                aria-expanded={row.node.children?.length ? row.isOpen : undefined}
                aria-disabled={!canChoose(row) || undefined}
                className={classes.row}
                data-active={row === current || undefined}
                data-found={row.isFound || undefined}
                style={{ '--level': row.path.length }}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(row)}
              >
                <span
                  className={classes.opener}
                  data-open={row.isOpen || undefined}
                  onClick={(event) => {
                    if (query || !row.node.children?.length) return;
                    event.stopPropagation();
                    toggleOpen(row.node.key, !row.isOpen);
                  }}
                >
                  {row.node.children?.length ? (
                    <IconChevronRight size={14} aria-hidden="true" />
                  ) : null}
                </span>
                <span className={classes.title} lang={locale}>
                  {titleOf(row.node, locale)}
                </span>
              </li>
            ))}
          </ul>
          <p className={classes.note} role="status">
            {rows.length === 0 && t`Nothing is called that. Try another word.`}
            {rows.length === MOST_ROWS && t`There are more. Type another word.`}
          </p>
        </>
      )}
      {isDisabled && !found && <p className={classes.note}>{t`not answered`}</p>}
    </div>
  );
}
