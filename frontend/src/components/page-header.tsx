import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ariaShortcut } from '@/lib/shortcuts';
import classes from './page-header.module.css';
import { Shortcut } from './shortcut';

export interface PrimaryAction {
  label: string;
  onClick: () => void;
  shortcut?: string;
  icon?: ReactNode;
  isDisabled?: boolean;
  isBusy?: boolean;
}

interface PageHeaderProps {
  title: ReactNode;
  /** One line: what is going on here. */
  context?: ReactNode;
  /** The one thing to do. Bind the shortcut itself with `useCommands`. */
  primary?: PrimaryAction;
  /** Whatever else there is, quieter, to the left of it. */
  secondary?: ReactNode;
  /** Tabs or filters, flush under the title. */
  children?: ReactNode;
}

export function PageHeader({ title, context, primary, secondary, children }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.row}>
        <div className={classes.words}>
          <h1 className={classes.title}>{title}</h1>
          {context && <p className={classes.context}>{context}</p>}
        </div>
        <div className={classes.actions}>
          {secondary}
          {primary && (
            <Button
              onClick={primary.onClick}
              disabled={primary.isDisabled}
              loading={primary.isBusy}
              leftSection={primary.icon}
              rightSection={primary.shortcut && <Shortcut keys={primary.shortcut} isOnAccent />}
              aria-keyshortcuts={primary.shortcut && ariaShortcut(primary.shortcut)}
            >
              {primary.label}
            </Button>
          )}
        </div>
      </div>
      {children}
    </header>
  );
}
