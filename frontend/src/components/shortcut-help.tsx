import { Button, Modal } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { commandRegistry, shortcutsOf, useSuspendedCommands, type Command } from '@/lib/commands';
import type { OwnKeys } from '@/lib/own-keys';
import { Shortcut } from './shortcut';
import classes from './shortcut-help.module.css';

const ShortcutEditor = lazy(() => import('./shortcut-editor'));

interface ShortcutHelpProps {
  isOpen: boolean;
  onClose: () => void;
  /** Keeps the keys that a person chose; without it they are only shown. */
  onKeys?: ((keys: OwnKeys) => void) | undefined;
}

/** `?`: the keys of this screen, and where they are changed. */
export default function ShortcutHelp({ isOpen, onClose, onKeys }: ShortcutHelpProps) {
  const { t } = useLingui();
  const [isChanging, setIsChanging] = useState(false);
  useSuspendedCommands(isOpen);
  // What can be done is what could be done when the dialog opened: in it, nothing can.
  const [commands] = useState(() => commandRegistry.available());
  const isChangeable = onKeys && commands.some(isOwnable);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={isChanging ? t`Choose your own keys` : t`Keys on this screen`}
      size="lg"
      // While a key is pressed to be chosen, Escape is about that.
      closeOnEscape={!isChanging}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {isChanging && onKeys ? (
        <Suspense fallback={null}>
          <ShortcutEditor
            commands={commandRegistry.known()}
            isOwnable={isOwnable}
            onKeys={onKeys}
            onDone={() => setIsChanging(false)}
          />
        </Suspense>
      ) : (
        <>
          <Groups commands={commands} />
          {isChangeable && (
            <div className={classes.foot}>
              <Button variant="default" onClick={() => setIsChanging(true)}>
                <Trans>Choose your own keys</Trans>
              </Button>
            </div>
          )}
        </>
      )}
    </Modal>
  );
}

/** Where people work all day, and of what the keys are not those of the focused part of the page itself. */
function isOwnable({ name, isLocal }: Command): boolean {
  return !isLocal && /^(labelling|editor|review)\./.test(name);
}

function Groups({ commands }: { commands: readonly Command[] }) {
  const { t, i18n } = useLingui();
  const say = (words: MessageDescriptor | string) =>
    typeof words === 'string' ? words : i18n._(words);
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    if (shortcutsOf(command).length === 0) continue;
    const name = command.group ? say(command.group) : t`This screen`;
    groups.set(name, [...(groups.get(name) ?? []), command]);
  }
  return (
    <div className={classes.groups}>
      {[...groups].map(([name, found]) => (
        <section key={name} className={classes.group}>
          <h3 className={classes.title}>{name}</h3>
          <dl className={classes.list}>
            {found.map((command) => (
              <div key={command.name} className={classes.entry}>
                <dt>{say(command.title)}</dt>
                <dd className={classes.keys}>
                  {shortcutsOf(command).map((keys) => (
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
