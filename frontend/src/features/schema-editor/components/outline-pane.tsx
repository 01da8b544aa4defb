import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconGripVertical,
  IconPlus,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { ColourSwatch } from '@/components/colour-swatch';
import { Shortcut } from '@/components/shortcut';
import { useCommands } from '@/lib/commands';
import { asText, colourOf, titleOf, type SchemaDocument } from '@/lib/schema-document';
import { showToast } from '@/lib/toasts';
import { faultsWithin } from '../document/faults';
import {
  addField,
  addLabel,
  addOption,
  duplicate,
  fieldTypesFor,
  partsOf,
  remove,
} from '../document/operations';
import { getAt, indexOf, join, listAt, moveInList, parentOf, stepsOf } from '../document/pointer';
import { useDraft } from './draft-context';
import { focusPlace } from './focus-place';
import classes from './outline-pane.module.css';
import { FIELD_WORDS, fieldWords } from './part-words';

interface Row {
  at: string;
  level: 1 | 2;
}

function rowsOf(document: SchemaDocument): Row[] {
  return document.fields.flatMap((field, index) => {
    const at = join('/fields', index);
    const parts = partsOf(field);
    const inside = (parts && field[parts]) ?? [];
    return [
      { at, level: 1 as const },
      ...inside.map((_, position) => ({
        at: join(at, parts ?? '', position),
        level: 2 as const,
      })),
    ];
  });
}

/** Fields with their labels and options. Everything a pointer can do here, a key can do. */
export function OutlinePane({ at }: { at: string }) {
  const { document, change, select, isReadOnly } = useDraft();
  const { t, i18n } = useLingui();
  const tree = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<{ from: string; over: string; isAfter: boolean } | null>(null);
  const rows = rowsOf(document);
  const thing = getAt(document, at) as { key?: unknown } | undefined;
  const isAnything = thing !== undefined;
  const field = join('/fields', stepsOf(at)[1] ?? '0');
  const parts = partsOf((getAt(document, field) as { type: string } | undefined) ?? { type: '' });

  const moveTo = (from: string, index: number) => {
    const list = parentOf(from);
    const target = Math.max(0, Math.min(index, listAt(document, list).length - 1));
    if (target === indexOf(from)) return;
    change(moveInList(document, from, target));
    select(join(list, target));
  };
  const handleRemove = () => {
    if (!isAnything) return;
    const title = titleOf(thing, i18n.locale);
    const edit = remove(document, at);
    change(edit.document);
    select(edit.at);
    showToast({
      message: t`${title} is removed from the draft`,
      action: { label: t`Undo`, run: () => change(document) },
    });
  };
  const apply = (edit: { document: SchemaDocument; at: string }) => {
    change(edit.document);
    select(edit.at);
    focusPlace(join(edit.at, 'titles', i18n.locale));
  };
  const handleAddPart = () =>
    apply(parts === 'options' ? addOption(document, field) : addLabel(document, field));

  const isIn = () => isAnything && !isReadOnly;
  const isInTree = () => isIn() && (tree.current?.contains(window.document.activeElement) ?? false);
  useCommands([
    {
      name: 'schema.part.add',
      title: parts === 'options' ? t`Add an option` : t`Add a label`,
      shortcut: 'a',
      when: () => isIn() && parts !== null,
      run: handleAddPart,
    },
    {
      name: 'schema.part.duplicate',
      title: t`Duplicate`,
      shortcut: 'mod+d',
      when: isIn,
      run: () => apply(duplicate(document, at)),
    },
    {
      name: 'schema.part.remove',
      title: t`Remove`,
      shortcut: ['delete', 'backspace'],
      when: isInTree,
      run: handleRemove,
    },
    {
      name: 'schema.part.up',
      title: t`Move up`,
      shortcut: 'alt+up',
      when: isIn,
      isRepeatable: true,
      run: () => moveTo(at, indexOf(at) - 1),
    },
    {
      name: 'schema.part.down',
      title: t`Move down`,
      shortcut: 'alt+down',
      when: isIn,
      isRepeatable: true,
      run: () => moveTo(at, indexOf(at) + 1),
    },
  ]);

  useEffect(() => {
    // The focus goes with the selection, but never out of an input.
    if (!tree.current?.contains(window.document.activeElement)) return;
    tree.current.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }, [at]);

  const handleKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const index = rows.findIndex((row) => row.at === at);
    const next =
      {
        ArrowDown: rows[index + 1],
        ArrowUp: rows[index - 1],
        Home: rows[0],
        End: rows.at(-1),
        ArrowLeft: rows.find((row) => row.at === field),
      }[event.key] ?? null;
    if (next) {
      event.preventDefault();
      select(next.at);
    } else if (event.key === 'Enter' || event.key === 'ArrowRight') {
      event.preventDefault();
      focusPlace(join(at, 'titles', i18n.locale));
    }
  };

  const handleDragOver = (row: Row) => (event: DragEvent<HTMLElement>) => {
    if (!drag || parentOf(row.at) !== parentOf(drag.from)) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    setDrag({ ...drag, over: row.at, isAfter: event.clientY > box.top + box.height / 2 });
  };
  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    if (drag?.over) {
      const target = indexOf(drag.over) + (drag.isAfter ? 1 : 0);
      moveTo(drag.from, target > indexOf(drag.from) ? target - 1 : target);
    }
    setDrag(null);
  };

  return (
    <section className={classes.pane} aria-label={t`Fields and labels`} inert={isReadOnly}>
      <div className={classes.toolbar} role="toolbar" aria-label={t`The selected part`}>
        <Tool
          icon={IconArrowUp}
          label={t`Move up`}
          keys="alt+up"
          isDisabled={!isAnything || indexOf(at) === 0}
          onClick={() => moveTo(at, indexOf(at) - 1)}
        />
        <Tool
          icon={IconArrowDown}
          label={t`Move down`}
          keys="alt+down"
          isDisabled={!isAnything || indexOf(at) >= listAt(document, parentOf(at)).length - 1}
          onClick={() => moveTo(at, indexOf(at) + 1)}
        />
        <Tool
          icon={IconCopy}
          label={t`Duplicate`}
          keys="mod+d"
          isDisabled={!isAnything}
          onClick={() => apply(duplicate(document, at))}
        />
        <Tool
          icon={IconTrash}
          label={t`Remove`}
          keys="delete"
          isDisabled={!isAnything}
          onClick={handleRemove}
        />
      </div>
      {rows.length === 0 ? (
        <p className={classes.empty}>
          <Trans>Nothing is asked yet. Add the first field: what people mark or answer.</Trans>
        </p>
      ) : (
        <ul
          ref={tree}
          className={classes.tree}
          role="tree"
          aria-label={t`Fields and labels`}
          onKeyDown={handleKey}
        >
          {rows.map((row) => (
            <OutlineRow
              key={row.at}
              row={row}
              isSelected={row.at === at}
              drop={
                drag && drag.over === row.at && drag.from !== row.at
                  ? drag.isAfter
                    ? 'after'
                    : 'before'
                  : null
              }
              onDragStart={() => setDrag({ from: row.at, over: '', isAfter: false })}
              onDragOver={handleDragOver(row)}
              onDrop={handleDrop}
              onDragEnd={() => setDrag(null)}
            />
          ))}
        </ul>
      )}
      <div className={classes.add}>
        {parts && isAnything && (
          <Button
            variant="default"
            size="xs"
            fullWidth
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            rightSection={<Shortcut keys="a" />}
            aria-keyshortcuts="a"
            onClick={handleAddPart}
          >
            {parts === 'options' ? t`Add an option` : t`Add a label`}
          </Button>
        )}
        <Menu position="top-start" width={280}>
          <Menu.Target>
            <Button
              variant={rows.length === 0 ? 'filled' : 'default'}
              size="xs"
              fullWidth
              leftSection={<IconPlus size={14} aria-hidden="true" />}
            >
              <Trans>Add a field</Trans>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {fieldTypesFor(document.input).map((type) => {
              const words = FIELD_WORDS[type];
              return (
                <Menu.Item
                  key={type}
                  leftSection={<words.icon size={17} stroke={1.7} aria-hidden="true" />}
                  onClick={() => apply(addField(document, type))}
                >
                  {i18n._(words.title)}
                  <span className={classes.note}>{i18n._(words.note)}</span>
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      </div>
    </section>
  );
}

interface ToolProps {
  icon: Icon;
  label: string;
  keys: string;
  isDisabled: boolean;
  onClick: () => void;
}

function Tool({ icon: Sign, label, keys, isDisabled, onClick }: ToolProps) {
  return (
    <Tooltip
      label={
        <span className={classes.tip}>
          {label} <Shortcut keys={keys} isOnAccent />
        </span>
      }
    >
      <ActionIcon aria-label={label} disabled={isDisabled} onClick={onClick}>
        <Sign size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

interface OutlineRowProps {
  row: Row;
  isSelected: boolean;
  drop: 'before' | 'after' | null;
  onDragStart: () => void;
  onDragOver: (event: DragEvent<HTMLElement>) => void;
  onDrop: (event: DragEvent) => void;
  onDragEnd: () => void;
}

function OutlineRow({ row, isSelected, drop, ...drag }: OutlineRowProps) {
  const { document, faults, select } = useDraft();
  const { t, i18n } = useLingui();
  const thing = getAt(document, row.at) as {
    key?: unknown;
    type?: unknown;
    colour?: unknown;
    shortcut?: unknown;
  }; // outlined
  const words = row.level === 1 ? fieldWords(asText(thing.type)) : undefined;
  const title = titleOf(thing, i18n.locale) || t`Without a title`;
  const isFaulty = faultsWithin(faults, row.at).length > 0;
  return (
    <li
      role="treeitem"
      aria-level={row.level}
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      className={classes.row}
      data-level={row.level}
      data-drop={drop ?? undefined}
      draggable
      onClick={(event) => {
        select(row.at);
        event.currentTarget.focus();
      }}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', title);
        drag.onDragStart();
      }}
      onDragOver={drag.onDragOver}
      onDrop={drag.onDrop}
      onDragEnd={drag.onDragEnd}
    >
      {words ? (
        <words.icon className={classes.icon} size={16} stroke={1.7} aria-hidden="true" />
      ) : (
        <ColourSwatch colour={colourOf(thing)} size={12} />
      )}
      <span className={classes.title}>{title}</span>
      {isFaulty && <span className={classes.fault} role="img" aria-label={t`has faults`} />}
      {row.level === 2 && asText(thing.shortcut) && <Shortcut keys={asText(thing.shortcut)} />}
      <IconGripVertical className={classes.grip} size={14} aria-hidden="true" />
    </li>
  );
}
