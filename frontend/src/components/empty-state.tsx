import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ariaShortcut } from '@/lib/shortcuts';
import classes from './empty-state.module.css';
import { Illustration, type IllustrationKind } from './illustration';
import { Shortcut } from './shortcut';

interface EmptyStateProps {
  title: ReactNode;
  /** What will be here, or why there is nothing. */
  children?: ReactNode;
  kind?: IllustrationKind;
  /** The next step. */
  action?: { label: string; onClick: () => void; shortcut?: string };
  secondary?: ReactNode;
  /** `h1` when it is the whole page. */
  level?: 'h1' | 'h2';
}

export function EmptyState(props: EmptyStateProps) {
  const { title, children, kind = 'items', action, secondary, level: Heading = 'h2' } = props;
  return (
    <div className={classes.empty}>
      <Illustration kind={kind} />
      <Heading className={classes.title}>{title}</Heading>
      {children && <p className={classes.words}>{children}</p>}
      {(action ?? secondary) && (
        <div className={classes.actions}>
          {action && (
            <Button
              onClick={action.onClick}
              rightSection={action.shortcut && <Shortcut keys={action.shortcut} isOnAccent />}
              aria-keyshortcuts={action.shortcut && ariaShortcut(action.shortcut)}
            >
              {action.label}
            </Button>
          )}
          {secondary}
        </div>
      )}
    </div>
  );
}
