import { Modal } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { commandRegistry, useSuspendedCommands, type Command } from '@/lib/commands';
import { Shortcut } from './shortcut';
import classes from './shortcut-help.module.css';

interface ShortcutHelpProps {
  isOpen: boolean;
  onClose: () => void;
}

/** `?`: the keys of this screen. */
export default function ShortcutHelp({ isOpen, onClose }: ShortcutHelpProps) {
  const { t } = useLingui();
  useSuspendedCommands(isOpen);
  return (
    <Modal opened={isOpen} onClose={onClose} title={t`Keys on this screen`} size="lg">
      <Groups />
    </Modal>
  );
}

function Groups() {
  const { t, i18n } = useLingui();
  const say = (words: MessageDescriptor | string) =>
    typeof words === 'string' ? words : i18n._(words);
  const groups = new Map<string, Command[]>();
  for (const command of commandRegistry.available()) {
    if (!command.shortcut) continue;
    const name = command.group ? say(command.group) : t`This screen`;
    groups.set(name, [...(groups.get(name) ?? []), command]);
  }
  return (
    <div className={classes.groups}>
      {[...groups].map(([name, commands]) => (
        <section key={name} className={classes.group}>
          <h3 className={classes.title}>{name}</h3>
          <dl className={classes.list}>
            {commands.map((command) => (
              <div key={command.name} className={classes.entry}>
                <dt>{say(command.title)}</dt>
                <dd className={classes.keys}>
                  {[command.shortcut ?? []].flat().map((keys) => (
                    <Shortcut key={keys} keys={keys} />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
