import { Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './chip.module.css';

interface ChipProps {
  children: ReactNode;
  /** One sentence on hover. */
  hint?: string;
  /** With it the chip can be taken away; `removeLabel` says so. */
  onRemove?: () => void;
  removeLabel?: string;
}

/** A small word with a hairline around it: a role, a scope. */
export function Chip({ children, hint, onRemove, removeLabel }: ChipProps) {
  const chip = (
    <span className={classes.chip} data-removable={onRemove ? true : undefined}>
      {children}
      {onRemove && (
        <button
          type="button"
          className={classes.remove}
          aria-label={removeLabel}
          title={removeLabel}
          onClick={onRemove}
        >
          <IconX size={12} aria-hidden="true" />
        </button>
      )}
    </span>
  );
  return hint ? (
    <Tooltip label={hint} multiline maw={260}>
      {chip}
    </Tooltip>
  ) : (
    chip
  );
}

export function Chips({ children }: { children: ReactNode }) {
  return <span className={classes.chips}>{children}</span>;
}
