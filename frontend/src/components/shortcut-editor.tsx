import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import { useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import { shortcutsOf, usualShortcuts, type Command } from '@/lib/commands';
import { ownKeys, type OwnKeys } from '@/lib/own-keys';
import { shortcutFrom, shortcutWords, type NoShortcut } from '@/lib/shortcuts';
import { showToast } from '@/lib/toasts';
import { Shortcut } from './shortcut';
import classes from './shortcut-editor.module.css';

interface ShortcutEditorProps {
  /** Of this screen, those whose keys cannot be changed too: they may have a key already. */
  commands: readonly Command[];
  isOwnable: (command: Command) => boolean;
  onKeys: (keys: OwnKeys) => void;
  onDone: () => void;
}

type Refusal = NoShortcut | 'typing';

/** What can be done on this screen, each with its key, to be pressed anew. */
export default function ShortcutEditor(props: ShortcutEditorProps) {
  const { commands, isOwnable, onKeys, onDone } = props;
  const { t, i18n } = useLingui();
  const own = useSyncExternalStore(ownKeys.subscribe, ownKeys.get);
  const [wanted, setWanted] = useState('');
  const [listening, setListening] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ name: string; why: Refusal } | null>(null);
  const refusalWords = useRefusalWords();
  const say = (words: MessageDescriptor | string) =>
    typeof words === 'string' ? words : i18n._(words);
  const others = (command: Command) =>
    commands.filter(
      (each) =>
        each.name !== command.name &&
        say(each.title) !== say(command.title) &&
        shortcutsOf(each).some((key) => shortcutsOf(command).includes(key)),
    );
  const set = (name: string, keys: readonly string[] | null) => {
    const rest = Object.entries(ownKeys.get()).filter(([each]) => each !== name);
    onKeys(Object.fromEntries(keys === null ? rest : [...rest, [name, keys]]));
  };
  const press = (command: Command, event: KeyboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setListening(null);
    const found = shortcutFrom(event.nativeEvent);
    if (found === null) return undefined;
    const why = refusalOf(command, found);
    setRefused(why && { name: command.name, why });
    if (why) return undefined;
    setListening(null);
    return set(command.name, [found]);
  };
  const reset = () => {
    const before = own;
    onKeys({});
    showToast({
      message: t`All keys are the usual ones again.`,
      action: { label: t`Undo`, run: () => onKeys(before) },
    });
  };
  const listed = commands
    .filter(isOwnable)
    .filter((command) => say(command.title).toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <div className={classes.editor}>
      <TextInput
        aria-label={t`Find a command`}
        placeholder={t`Find a command`}
        value={wanted}
        data-autofocus
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <ul className={classes.list}>
        {listed.map((command) => {
          const title = say(command.title);
          const keys = shortcutsOf(command);
          const isOwn = Object.hasOwn(own, command.name);
          const isListening = listening === command.name;
          const spoken = keys.map(shortcutWords).join(', ') || t`no key`;
          const taken = others(command).map((each) => say(each.title));
          const names = [...new Set(taken)].join(', ');
          return (
            <li key={command.name} className={classes.entry}>
              <span className={classes.name}>
                {title}
                {taken.length > 0 && (
                  <span className={classes.taken}>
                    <Trans>The same key: {names}</Trans>
                  </span>
                )}
                {refused?.name === command.name && isListening && (
                  <span className={classes.taken} role="alert">
                    {refusalWords[refused.why]}
                  </span>
                )}
              </span>
              <button
                type="button"
                className={classes.keys}
                data-own={isOwn || undefined}
                data-listening={isListening || undefined}
                aria-label={isListening ? t`${title}: press the new key` : t`${title}: ${spoken}`}
                onClick={() => setListening(command.name)}
                onBlur={() => setListening(null)}
                onKeyDown={isListening ? (event) => press(command, event) : undefined}
              >
                {isListening ? (
                  <Trans>Press a key</Trans>
                ) : keys.length ? (
                  keys.map((each) => <Shortcut key={each} keys={each} />)
                ) : (
                  <Trans>no key</Trans>
                )}
              </button>
              <ActionIcon
                aria-label={t`${title}: the usual key`}
                title={t`The usual key`}
                disabled={!isOwn}
                onClick={() => set(command.name, null)}
              >
                <IconArrowBackUp size={15} stroke={1.7} />
              </ActionIcon>
              <ActionIcon
                aria-label={t`${title}: no key`}
                title={t`No key`}
                disabled={keys.length === 0}
                onClick={() => set(command.name, usualShortcuts(command).length ? [] : null)}
              >
                <IconX size={15} stroke={1.7} />
              </ActionIcon>
            </li>
          );
        })}
        {listed.length === 0 && (
          <li className={classes.none}>
            <Trans>Nothing by this name</Trans>
          </li>
        )}
      </ul>
      <div className={classes.foot}>
        <p className={classes.note}>
          <Trans>Your keys follow you to every device.</Trans>
        </p>
        <Button variant="subtle" color="gray" disabled={!Object.keys(own).length} onClick={reset}>
          <Trans>All the usual keys</Trans>
        </Button>
        <Button onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </div>
  );
}

/** While one types, a letter is a letter. */
function refusalOf(command: Command, found: string): Refusal | null {
  if (found === 'fixed' || found === 'browser' || found === 'digit') return found;
  return command.isInInputs && !/mod\+|alt\+/.test(found) ? 'typing' : null;
}

function useRefusalWords(): Record<Refusal, string> {
  const { t } = useLingui();
  return {
    fixed: t`This key is for moving about. Press another.`,
    browser: t`The browser keeps this key for itself. Press another.`,
    digit: t`Shift with a digit differs from keyboard to keyboard. Press another.`,
    typing: t`This one works while you type, too: press Ctrl, ⌘ or Alt with it.`,
  };
}
