import { useLingui } from '@lingui/react/macro';
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronDown,
  IconChevronRight,
  IconEye,
  IconEyeOff,
  IconFlag,
  IconLock,
  IconLockOpen,
  IconTrash,
} from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { formatClock, formatNumber, formatPercent } from '@/lib/format';
import { colourOf, type SchemaLabel } from '@/lib/schema-document';
import { labelId } from '../core/schema';
import type { EditorState } from '../core/state';
import { isSegment, isSpan } from '../core/located';
import type { Region } from '../core/value';
import { AttributeFields, attributeSummary } from './attribute-fields';
import { regionFaults } from './check-value';
import { keepFocus, useLabelTitle, useMounted, useScreen, useScreenState } from './screen-context';
import classes from './region-list.module.css';

const regionsOf = (state: EditorState) => state.document.regions;
const selectionOf = (state: EditorState) => state.selection;
const hiddenOf = (state: EditorState) => state.hidden;
const lockedOf = (state: EditorState) => state.locked;
const hiddenLabelsOf = (state: EditorState) => state.hiddenLabels;
const lockedLabelsOf = (state: EditorState) => state.lockedLabels;

interface Group {
  readonly id: string;
  readonly field: string;
  readonly label: string;
  readonly definition: SchemaLabel | undefined;
  readonly regions: readonly (readonly [region: Region, number: number])[];
}

type Row =
  | { readonly kind: 'group'; readonly group: Group }
  | {
      readonly kind: 'region';
      readonly group: Group;
      readonly region: Region;
      readonly number: number;
    };

/** All regions, grouped by label. Follows the selection of the canvas, and leads it. */
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
        ...(closed.has(group.id)
          ? []
          : group.regions.map(([region, number]): Row => ({
              kind: 'region',
              group,
              region,
              number,
            }))),
      ]),
    [groups, closed],
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
    if (group && closed.has(group.id))
      setClosed((old) => new Set([...old].filter((id) => id !== group.id)));
    const at = rows.findIndex((row) => row.kind === 'region' && row.region.id === selected);
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
    // Only a new selection moves the list; changes of rows alone must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);

  const toggle = (group: Group, isOpen: boolean) =>
    setClosed((old) => {
      const next = new Set(old);
      if (isOpen) next.delete(group.id);
      else next.add(group.id);
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
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at < 0 ? rows.length - 1 : at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (row && event.key === 'ArrowLeft') toggle(row.group, false);
    else if (row && event.key === 'ArrowRight') toggle(row.group, true);
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
              aria-level={row.kind === 'group' ? 1 : 2}
              aria-expanded={row.kind === 'group' ? !closed.has(row.group.id) : undefined}
              aria-selected={row.kind === 'region' && selection.includes(row.region.id)}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row.kind === 'group' ? (
                <GroupRow
                  group={row.group}
                  isOpen={!closed.has(row.group.id)}
                  onToggle={(isOpen) => toggle(row.group, isOpen)}
                />
              ) : (
                <RegionRow
                  region={row.region}
                  number={row.number}
                  definition={row.group.definition}
                  isSelected={selection.includes(row.region.id)}
                  isOnly={selection.length === 1}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function keyOf(row: Row | undefined): string {
  return row === undefined ? '' : row.kind === 'group' ? `g:${row.group.id}` : row.region.id;
}

function groupsOf(
  screen: ReturnType<typeof useScreen>,
  regions: readonly Region[],
): readonly Group[] {
  const byLabel = new Map<string, (readonly [Region, number])[]>();
  regions.forEach((region, at) => {
    const id = labelId(region.field, region.label);
    const entry = [region, at + 1] as const;
    const group = byLabel.get(id);
    if (group) group.push(entry);
    else byLabel.set(id, [entry]);
  });
  const order = screen.locatedFields.flatMap((field) =>
    (field.labels ?? []).map((label) => labelId(field.key, label.key)),
  );
  const ids = [
    ...order.filter((id) => byLabel.has(id)),
    ...[...byLabel.keys()].filter((id) => !order.includes(id)),
  ];
  return ids.map((id) => {
    const found = byLabel.get(id) ?? [];
    const [first] = found[0] ?? [];
    const field = first?.field ?? '';
    const label = first?.label ?? '';
    return { id, field, label, definition: screen.label(field, label), regions: found };
  });
}

interface GroupRowProps {
  group: Group;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}

function GroupRow({ group, isOpen, onToggle }: GroupRowProps) {
  const { editor } = useScreen();
  const { t, i18n } = useLingui();
  const title = useLabelTitle()(group.field, group.label);
  const isHidden = useScreenState(hiddenLabelsOf).has(group.id);
  const isLocked = useScreenState(lockedLabelsOf).has(group.id);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div
      className={classes.group}
      data-hidden={isHidden || undefined}
      style={{ '--label': colourOf(group.definition ?? {}) }}
      onMouseDown={keepFocus}
      onClick={() => onToggle(!isOpen)}
    >
      <Chevron className={classes.chevron} size={14} aria-hidden="true" />
      <span className={classes.swatch} aria-hidden="true" />
      <span className={classes.title}>{title}</span>
      <Toggles
        isHidden={isHidden}
        isLocked={isLocked}
        name={title}
        onHide={() => editor.setLabelHidden(group.field, group.label, !isHidden)}
        onLock={() => editor.setLabelLocked(group.field, group.label, !isLocked)}
      />
      <span className={classes.count} aria-label={t`${group.regions.length} regions`}>
        {formatNumber(group.regions.length, i18n.locale)}
      </span>
    </div>
  );
}

interface RegionRowProps {
  region: Region;
  number: number;
  definition: SchemaLabel | undefined;
  isSelected: boolean;
  isOnly: boolean;
}

function RegionRow({ region, number, definition, isSelected, isOnly }: RegionRowProps) {
  const screen = useScreen();
  const { editor } = screen;
  const { t, i18n } = useLingui();
  const { image, spans } = useMounted();
  const isHidden = useScreenState(hiddenOf).has(region.id);
  const isLocked = useScreenState(lockedOf).has(region.id);
  const attributes = definition?.attributes ?? [];
  const needs = regionFaults(definition, region).length > 0;
  const summary = attributeSummary(attributes, region, i18n.locale, t`Yes`);
  const text =
    spans && isSpan(region.geometry)
      ? spans.points.slice(region.geometry.start, region.geometry.end)
      : isSegment(region.geometry)
        ? formatClock(region.geometry.start)
        : null;
  const isFlagged = screen.flagged.has(region.id);
  return (
    <div
      className={classes.region}
      data-selected={isSelected || undefined}
      data-hidden={isHidden || undefined}
      data-flagged={isFlagged || undefined}
      style={{ '--label': colourOf(definition ?? {}) }}
      onPointerEnter={() => image?.overlay.show({ hovered: region.id })}
    >
      <div
        className={classes.line}
        onMouseDown={keepFocus}
        onClick={(event) =>
          event.shiftKey || event.metaKey || event.ctrlKey
            ? editor.toggleSelected(region.id)
            : screen.select(region.id)
        }
      >
        <span className={classes.number}>#{number}</span>
        {isFlagged && (
          <IconFlag className={classes.flag} size={14} aria-label={t`Look at this again`} />
        )}
        {text !== null && <q className={classes.text}>{text}</q>}
        {needs ? (
          <span className={classes.needs}>
            <IconAlertTriangle size={13} aria-hidden="true" />
            {t`needs an answer`}
          </span>
        ) : (
          <span className={classes.summary}>{summary}</span>
        )}
        {region.predicted !== undefined && (
          <button
            type="button"
            tabIndex={-1}
            className={classes.take}
            title={t`Take over`}
            aria-label={t`Take over #${number}`}
            onMouseDown={keepFocus}
            onClick={(event) => {
              event.stopPropagation();
              editor.takeOver([region.id]);
            }}
          >
            {region.predicted === null ? t`Model` : formatPercent(region.predicted, i18n.locale)}
            <IconCheck size={13} aria-hidden="true" />
          </button>
        )}
        <Toggles
          isHidden={isHidden}
          isLocked={isLocked}
          name={`#${number}`}
          onHide={() => editor.setHidden(region.id, !isHidden)}
          onLock={() => editor.setLocked(region.id, !isLocked)}
          onDelete={editor.canEdit(region) ? () => editor.delete([region.id]) : undefined}
        />
      </div>
      {isSelected && isOnly && attributes.length > 0 && (
        <div className={classes.attributes} data-attributes>
          <AttributeFields region={region} />
        </div>
      )}
    </div>
  );
}

interface TogglesProps {
  isHidden: boolean;
  isLocked: boolean;
  name: string;
  onHide: () => void;
  onLock: () => void;
  onDelete?: () => void;
}

/** For the pointer; keys act on the selected region (h, l, Delete), so these are no stops of Tab inside the tree. */
function Toggles({ isHidden, isLocked, name, onHide, onLock, onDelete }: TogglesProps) {
  const { t } = useLingui();
  const { isReadOnly } = useScreen().editor;
  const act = (run: () => void) => (event: { stopPropagation: () => void }) => {
    event.stopPropagation();
    run();
  };
  return (
    <span className={classes.toggles}>
      {onDelete && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.toggle}
          title={t`Delete`}
          aria-label={t`Delete ${name}`}
          onMouseDown={keepFocus}
          onClick={act(onDelete)}
        >
          <IconTrash size={14} aria-hidden="true" />
        </button>
      )}
      {!isReadOnly && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.toggle}
          data-on={isLocked || undefined}
          title={isLocked ? t`Unlock` : t`Lock`}
          aria-label={isLocked ? t`Unlock ${name}` : t`Lock ${name}`}
          onMouseDown={keepFocus}
          onClick={act(onLock)}
        >
          {isLocked ? (
            <IconLock size={14} aria-hidden="true" />
          ) : (
            <IconLockOpen size={14} aria-hidden="true" />
          )}
        </button>
      )}
      <button
        type="button"
        tabIndex={-1}
        className={classes.toggle}
        data-on={isHidden || undefined}
        title={isHidden ? t`Show` : t`Hide`}
        aria-label={isHidden ? t`Show ${name}` : t`Hide ${name}`}
        onMouseDown={keepFocus}
        onClick={act(onHide)}
      >
        {isHidden ? (
          <IconEyeOff size={14} aria-hidden="true" />
        ) : (
          <IconEye size={14} aria-hidden="true" />
        )}
      </button>
    </span>
  );
}
