import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import type { Icon } from '@tabler/icons-react';
import { ariaShortcut } from '@/lib/shortcuts';
import { keepFocus, useCommandKey, useScreen } from './screen-context';
import classes from './tool-rail.module.css';

export interface RailButton {
  command: string;
  title: MessageDescriptor;
  icon: Icon;
}

export interface RailTool extends RailButton {
  readonly tool: string;
}

interface RailActionProps extends RailButton {
  isOn?: boolean;
  isDisabled?: boolean;
}

/** A button of the rail, with its key. */
export function RailAction({ command, title, icon: Sign, isOn, isDisabled }: RailActionProps) {
  const screen = useScreen();
  const { i18n } = useLingui();
  const keys = useCommandKey(command);
  const words = i18n._(title);
  return (
    <button
      type="button"
      className={classes.tool}
      aria-pressed={isOn}
      disabled={isDisabled}
      aria-label={words}
      aria-keyshortcuts={keys && ariaShortcut(keys)}
      data-tip={words}
      onMouseDown={keepFocus}
      onClick={() => screen.run(command)}
    >
      <Sign size={18} stroke={1.7} aria-hidden="true" />
      {keys && (
        <span className={classes.key} data-keys={keys.replace('shift+', '⇧')} aria-hidden="true" />
      )}
    </button>
  );
}
