import { Modal } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { IconSearch } from '@tabler/icons-react';
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { commandRegistry, firstShortcut, useSuspendedCommands, type Command } from '@/lib/commands';
import classes from './command-palette.module.css';
import { Shortcut } from './shortcut';

interface CommandPaletteProps {
  isOpen: boolean;
  onClose: () => void;
}

/** ⌘K: everything that can be done here, by a few letters of its name. */
export default function CommandPalette({ isOpen, onClose }: CommandPaletteProps) {
  useSuspendedCommands(isOpen);
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={560}
      yOffset="14vh"
      padding={0}
      centered={false}
    >
      <Modal.Overlay />
      <Modal.Content className={classes.palette}>
        <Palette onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [text, setText] = useState('');
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const say = (words: MessageDescriptor | string | undefined) =>
    words === undefined ? '' : typeof words === 'string' ? words : i18n._(words);

  const all = useMemo(
    () => commandRegistry.available().filter((command) => !command.isHiddenInPalette),
    [],
  );
  const hits = useMemo(() => {
    const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const textOf = (command: Command) =>
      [command.title, command.group]
        .map((part) => (part === undefined ? '' : typeof part === 'string' ? part : i18n._(part)))
        .join(' ')
        .toLocaleLowerCase();
    return all.filter((command) => words.every((word) => textOf(command).includes(word)));
  }, [all, text, i18n]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    // After the dialog has given the focus back.
    setTimeout(() => command.run(), 0);
  };

  const moveTo = (index: number) => {
    const target = (index + hits.length) % Math.max(1, hits.length);
    setCurrent(target);
    list.current?.querySelectorAll('[role=option]')[target]?.scrollIntoView({ block: 'nearest' });
  };

  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') moveTo(current + 1);
    else if (event.key === 'ArrowUp') moveTo(current - 1);
    else if (event.key === 'Enter') run(hits[current]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={classes.input}>
        <IconSearch size={16} aria-hidden="true" />
        <input
          data-autofocus
          value={text}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={hits[current] ? `${id}${current}` : undefined}
          aria-label={t`Find a page or a command`}
          placeholder={t`Find a page or a command`}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setCurrent(0);
          }}
          onKeyDown={handleKeyDown}
        />
        <Shortcut keys="esc" />
      </div>
      <ul
        ref={list}
        id={`${id}list`}
        className={classes.list}
        role="listbox"
        aria-label={t`Commands`}
      >
        {hits.map((command, index) => {
          const group = say(command.group);
          const isFirst = group !== '' && group !== say(hits[index - 1]?.group);
          const shortcut = firstShortcut(command);
          return (
            <li key={command.name} role="presentation">
              {isFirst && <div className={classes.group}>{group}</div>}
              <div
                id={`${id}${index}`}
                role="option"
                aria-selected={index === current}
                className={classes.option}
                onPointerMove={() => setCurrent(index)}
                onClick={() => run(command)}
              >
                <span>{say(command.title)}</span>
                {shortcut && <Shortcut keys={shortcut} />}
              </div>
            </li>
          );
        })}
        {hits.length === 0 && <li className={classes.none}>{t`Nothing by this name`}</li>}
      </ul>
    </>
  );
}
