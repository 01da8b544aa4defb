import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { asText, titleOf, type SchemaNode } from '@/lib/schema-document';
import { faultsWithin } from '../document/faults';
import { addNode, removeNode, setNodeTitle, type Edit } from '../document/operations';
import { getAt, indexOf, join, listAt, moveInList, parentOf } from '../document/pointer';
import { useDraft } from './draft-context';
import { focusPlace } from './focus-place';
import { Fault } from './inputs';
import classes from './nodes-editor.module.css';

interface Row {
  readonly at: string;
  readonly level: number;
}

function rowsOf(document: unknown, list: string, level = 1): Row[] {
  return listAt(document, list).flatMap((_, index) => {
    const at = join(list, index);
    return [{ at, level }, ...rowsOf(document, join(at, 'children'), level + 1)];
  });
}

/** The tree of a taxonomy, a title a line, in the language of the reader; other languages, names and keys as text. */
export function NodesEditor({ at }: { at: string }) {
  const { document, change } = useDraft();
  const { i18n } = useLingui();
  const list = join(at, 'nodes');
  const apply = (edit: Edit) => {
    change(edit.document);
    focusPlace(join(edit.at, 'titles', i18n.locale));
  };
  return (
    <section>
      <h3 className={classes.title}>
        <Trans>Tree</Trans>
      </h3>
      <p className={classes.note}>
        <Trans>
          Enter adds a line below, Alt with an arrow moves it. Other languages and names stand in
          the text.
        </Trans>
      </p>
      <Fault pointer={list} />
      <ul className={classes.rows}>
        {rowsOf(document, list).map((row) => (
          <NodeRow key={row.at} row={row} onAdd={(to) => apply(addNode(document, to))} />
        ))}
      </ul>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden="true" />}
        onClick={() => apply(addNode(document, list))}
      >
        <Trans>Add a line</Trans>
      </Button>
    </section>
  );
}

function NodeRow({ row: { at, level }, onAdd }: { row: Row; onAdd: (list: string) => void }) {
  const { document, faults, change, endGesture, isPublished } = useDraft();
  const { t, i18n } = useLingui();
  const node = getAt(document, at) as SchemaNode; // outlined
  const place = join(at, 'titles', i18n.locale);
  const title = titleOf(node, i18n.locale);
  const key = asText(node.key);
  const own = faultsWithin(faults, at).filter(
    ({ pointer }) => !pointer.startsWith(join(at, 'children')),
  );
  const moveBy = (step: number) => {
    const list = parentOf(at);
    const to = indexOf(at) + step;
    if (to < 0 || to >= listAt(document, list).length) return;
    change(moveInList(document, at, to));
    focusPlace(join(list, to, 'titles', i18n.locale));
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const ways: Record<string, (() => void) | undefined> = event.altKey
      ? { ArrowUp: () => moveBy(-1), ArrowDown: () => moveBy(1) }
      : { Enter: () => onAdd(parentOf(at)) };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    way();
  };
  return (
    <li className={classes.row} style={{ '--level': level }}>
      <TextInput
        size="xs"
        className={classes.input}
        aria-label={t`Title of ${key}`}
        lang={i18n.locale}
        data-pointer={place}
        placeholder={title}
        value={asText(node.titles?.[i18n.locale])}
        error={own.length > 0 ? own.map(({ detail }) => detail).join(' ') : null}
        onChange={(event) =>
          change(
            setNodeTitle(document, at, i18n.locale, event.currentTarget.value, !isPublished(at)),
            place,
          )
        }
        onBlur={endGesture}
        onKeyDown={handleKey}
      />
      <code className={classes.key}>{key}</code>
      <ActionIcon aria-label={t`Add below ${title}`} onClick={() => onAdd(join(at, 'children'))}>
        <IconPlus size={14} />
      </ActionIcon>
      <ActionIcon aria-label={t`Move ${title} up`} onClick={() => moveBy(-1)}>
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon aria-label={t`Move ${title} down`} onClick={() => moveBy(1)}>
        <IconArrowDown size={14} />
      </ActionIcon>
      <ActionIcon
        aria-label={t`Remove ${title} and all below`}
        onClick={() => change(removeNode(document, at))}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </li>
  );
}
