import { useLingui } from '@lingui/react/macro';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { EditorState } from '../core/state';
import { BundleRow, GroupRow, RegionRow } from './region-rows';
import { bundleId, groupsOf, keyOf, rowsOf, selectBundle, type Row } from './region-tree';
import { useMounted, useScreen, useScreenState } from './screen-context';
import classes from './region-list.module.css';

const regionsOf = (state: EditorState) => state.document.regions;
const selectionOf = (state: EditorState) => state.selection;

/** All regions by label, those of one group under it. Follows the selection of the canvas, and leads it. */
export default function RegionList() {
  const screen = useScreen();
  const { t } = useLingui();
  const { image } = useMounted();
  const regions = useScreenState(regionsOf);
  const selection = useScreenState(selectionOf);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const base = useId();

  const groups = useMemo(() => groupsOf(screen, regions), [screen, regions]);
  const rows = useMemo(
    () =>
      groups.flatMap((group): Row[] => [
        { kind: 'group', group },
        ...(closed.has(group.id) ? [] : rowsOf(group, regions, closed)),
      ]),
    [groups, regions, closed],
  );
  // Its functions are only called here and in effects, never handed to a memoised component.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? 34 : 30),
    overscan: 12,
    getItemKey: (index) => keyOf(rows[index]),
  });

  // The last selected is brought into sight, and its group opened.
  const selected = selection.at(-1) ?? null;
  useEffect(() => {
    if (!selected) return;
    setActive(selected);
    const group = groups.find((each) => each.regions.some(([region]) => region.id === selected));
    const bundle = group?.regions.find(([region]) => region.id === selected)?.[0].group;
    const above = group ? [group.id, bundleId(group, bundle)] : [];
    if (above.some((id) => closed.has(id)))
      setClosed((old) => new Set([...old].filter((id) => !above.includes(id))));
    const at = rows.findIndex((row) => row.kind === 'region' && row.region.id === selected);
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
    // Only a new selection moves the list; changes of rows alone must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);

  const toggle = (id: string, isOpen: boolean) =>
    setClosed((old) => {
      const next = new Set(old);
      if (isOpen) next.delete(id);
      else next.add(id);
      return next;
    });

  const handleKey = (event: KeyboardEvent) => {
    // Inside a row's inputs the keys are theirs.
    if (event.target !== event.currentTarget) return;
    const at = rows.findIndex((row) => keyOf(row) === active);
    const row = rows[at];
    const go = (to: number) => {
      const next = rows[Math.max(0, Math.min(to, rows.length - 1))];
      if (!next) return;
      setActive(keyOf(next));
      virtualizer.scrollToIndex(rows.indexOf(next), { align: 'auto' });
      if (next.kind === 'region') screen.select(next.region.id);
      if (next.kind === 'bundle') selectBundle(screen, next.bundle);
    };
    const above = row && (row.kind === 'group' ? row.group : (row.bundle ?? row.group)).id;
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at < 0 ? rows.length - 1 : at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (above && event.key === 'ArrowLeft') toggle(above, false);
    else if (above && event.key === 'ArrowRight') toggle(above, true);
    else if (row?.kind === 'region' && event.key === 'Enter')
      list.current?.querySelector<HTMLElement>('[data-attributes] :is(button, input)')?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const at = rows.findIndex((row) => keyOf(row) === active);
  return (
    <div
      ref={list}
      className={classes.list}
      role="tree"
      tabIndex={0}
      aria-label={t`Regions`}
      aria-multiselectable
      aria-activedescendant={at >= 0 ? `${base}${active}` : undefined}
      onKeyDown={handleKey}
      onPointerLeave={() => image?.overlay.show({ hovered: null })}
    >
      <div className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              id={`${base}${keyOf(row)}`}
              className={classes.row}
              role="treeitem"
              aria-level={row.kind === 'group' ? 1 : row.kind === 'region' && row.bundle ? 3 : 2}
              aria-expanded={
                row.kind === 'group'
                  ? !closed.has(row.group.id)
                  : row.kind === 'bundle'
                    ? !closed.has(row.bundle.id)
                    : undefined
              }
              aria-selected={
                row.kind === 'region'
                  ? selection.includes(row.region.id)
                  : row.kind === 'bundle' &&
                    row.bundle.regions.every(([{ id }]) => selection.includes(id))
              }
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row.kind === 'group' ? (
                <GroupRow
                  group={row.group}
                  isOpen={!closed.has(row.group.id)}
                  onToggle={(isOpen) => toggle(row.group.id, isOpen)}
                />
              ) : row.kind === 'bundle' ? (
                <BundleRow
                  bundle={row.bundle}
                  isOpen={!closed.has(row.bundle.id)}
                  isSelected={row.bundle.regions.every(([{ id }]) => selection.includes(id))}
                  onToggle={(isOpen) => toggle(row.bundle.id, isOpen)}
                />
              ) : (
                <RegionRow
                  region={row.region}
                  number={row.number}
                  definition={row.group.definition}
                  isSelected={selection.includes(row.region.id)}
                  isOnly={selection.length === 1}
                  isDeep={row.bundle !== undefined}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
