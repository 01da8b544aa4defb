import { useLingui } from '@lingui/react/macro';
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronDown,
  IconChevronRight,
  IconEye,
  IconEyeOff,
  IconFlag,
  IconFocus2,
  IconLink,
  IconLock,
  IconLockOpen,
  IconTrash,
} from '@tabler/icons-react';
import { useState, type DragEvent } from 'react';
import { formatClock, formatNumber, formatPercent } from '@/lib/format';
import { colourOf, type SchemaLabel } from '@/lib/schema-document';
import { isIsolated, type EditorState } from '../core/state';
import { isSegment, isSpan } from '../core/located';
import type { Region } from '../core/value';
import { AttributeFields, attributeSummary } from './attribute-fields';
import { regionFaults } from './check-value';
import { selectBundle, type Bundle, type Group } from './region-tree';
import { keepFocus, useLabelTitle, useMounted, useScreen, useScreenState } from './screen-context';
import classes from './region-list.module.css';

const hiddenOf = (state: EditorState) => state.hidden;
const lockedOf = (state: EditorState) => state.locked;
const hiddenLabelsOf = (state: EditorState) => state.hiddenLabels;
const lockedLabelsOf = (state: EditorState) => state.lockedLabels;

interface GroupRowProps {
  group: Group;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}

export function GroupRow({ group, isOpen, onToggle }: GroupRowProps) {
  const { editor } = useScreen();
  const { t, i18n } = useLingui();
  const title = useLabelTitle()(group.field, group.label);
  const isHidden = useScreenState(hiddenLabelsOf).has(group.id);
  const isLocked = useScreenState(lockedLabelsOf).has(group.id);
  const isAlone = useScreenState((state) =>
    isIsolated(state, editor.schema, group.field, group.label),
  );
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
        isAlone={isAlone}
        onIsolate={
          editor.schema.labelIds.length > 1
            ? () => editor.isolateLabel(group.field, group.label)
            : undefined
        }
        onHide={() => editor.setLabelHidden(group.field, group.label, !isHidden)}
        onLock={() => editor.setLabelLocked(group.field, group.label, !isLocked)}
      />
      <span className={classes.count} aria-label={t`${group.regions.length} regions`}>
        {formatNumber(group.regions.length, i18n.locale)}
      </span>
    </div>
  );
}

interface BundleRowProps {
  bundle: Bundle;
  isOpen: boolean;
  isSelected: boolean;
  onToggle: (isOpen: boolean) => void;
}

/** Those of a group that have one label. A click selects the whole group, its regions of other labels too. */
export function BundleRow({ bundle, isOpen, isSelected, onToggle }: BundleRowProps) {
  const screen = useScreen();
  const { t } = useLingui();
  const { number, size, regions } = bundle;
  const count = regions.length;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div
      className={classes.bundle}
      data-selected={isSelected || undefined}
      onMouseDown={keepFocus}
      onClick={() => selectBundle(screen, bundle)}
    >
      <button
        type="button"
        tabIndex={-1}
        className={classes.toggle}
        aria-label={isOpen ? t`Close group ${number}` : t`Open group ${number}`}
        onMouseDown={keepFocus}
        onClick={(event) => {
          event.stopPropagation();
          onToggle(!isOpen);
        }}
      >
        <Chevron size={14} aria-hidden="true" />
      </button>
      <IconLink size={14} aria-hidden="true" />
      <span className={classes.title}>{t`Group ${number}`}</span>
      <span className={classes.count}>{count < size ? t`${count} of ${size}` : size}</span>
    </div>
  );
}

interface RegionRowProps {
  region: Region;
  number: number;
  definition: SchemaLabel | undefined;
  isSelected: boolean;
  isOnly: boolean;
  /** Listed under its group. */
  isDeep: boolean;
}

export function RegionRow({
  region,
  number,
  definition,
  isSelected,
  isOnly,
  isDeep,
}: RegionRowProps) {
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
  const drag = useOrderByDrag(region, image !== undefined && editor.canEdit(region));
  return (
    <div
      className={classes.region}
      data-selected={isSelected || undefined}
      data-hidden={isHidden || undefined}
      data-flagged={isFlagged || undefined}
      data-deep={isDeep || undefined}
      style={{ '--label': colourOf(definition ?? {}) }}
      onPointerEnter={() => image?.overlay.show({ hovered: region.id })}
      {...drag}
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

/** What a dragged row carries: the id of its region. */
const DRAGGED = 'application/x-labelwright-region';

/** A row is dragged to where its region belongs in the drawing order: right under the one on whose upper half it is dropped. */
function useOrderByDrag(region: Region, isOn: boolean) {
  const { editor } = useScreen();
  const [edge, setEdge] = useState<'over' | 'under' | null>(null);
  if (!isOn) return {};
  const half = (event: DragEvent<HTMLElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height / 2 ? 'under' : 'over';
  };
  return {
    draggable: true,
    'data-drop': edge ?? undefined,
    onDragStart: (event: DragEvent<HTMLElement>) => {
      event.dataTransfer.setData(DRAGGED, region.id);
      event.dataTransfer.effectAllowed = 'move';
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!event.dataTransfer.types.includes(DRAGGED)) return;
      event.preventDefault();
      setEdge(half(event));
    },
    onDragLeave: () => setEdge(null),
    onDrop: (event: DragEvent<HTMLElement>) => {
      setEdge(null);
      event.preventDefault();
      const id = event.dataTransfer.getData(DRAGGED);
      if (!id || id === region.id) return;
      const mine = editor.getState().document.regions.filter(({ field }) => field === region.field);
      const at = mine.findIndex((each) => each.id === region.id);
      const before = half(event) === 'under' ? region : mine[at + 1];
      if (before?.id !== id) editor.placeBefore(id, before?.id ?? null);
    },
  };
}

interface TogglesProps {
  isHidden: boolean;
  isLocked: boolean;
  name: string;
  onHide: () => void;
  onLock: () => void;
  onDelete?: () => void;
  isAlone?: boolean;
  /** Shows nothing else, or everything again. */
  onIsolate?: () => void;
}

/** For the pointer; keys act on the selected region (h, l, Delete), so these are no stops of Tab inside the tree. */
function Toggles(props: TogglesProps) {
  const { isHidden, isLocked, name, onHide, onLock, onDelete, isAlone, onIsolate } = props;
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
      {onIsolate && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.toggle}
          data-on={isAlone || undefined}
          title={isAlone ? t`Show all labels` : t`Show only this label`}
          aria-label={isAlone ? t`Show all labels` : t`Show only ${name}`}
          aria-pressed={isAlone}
          onMouseDown={keepFocus}
          onClick={act(onIsolate)}
        >
          <IconFocus2 size={14} aria-hidden="true" />
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
