import { Button, Modal } from '@mantine/core';
import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useSuspendedCommands } from '@/lib/commands';
import { formatNumber } from '@/lib/format';
import classes from './confirm-dialog.module.css';
import { ProblemAlert } from './problem-alert';

export interface Loss {
  count: number;
  /** What the number counts: "annotations". */
  label: string;
}

interface ConfirmDialogProps {
  isOpen: boolean;
  title: string;
  /** What happens, in a sentence. */
  children?: ReactNode;
  /** What will be lost, in numbers. */
  losses?: readonly Loss[];
  /** The deed by its name ("Delete 12 items"), never "OK". */
  confirmLabel: string;
  isDangerous?: boolean;
  isBusy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Only for what cannot be undone; everything else gets an undo in a toast. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, children, losses = [], confirmLabel, isDangerous = true } = props;
  const { i18n } = useLingui();
  useSuspendedCommands(isOpen);
  return (
    <Modal opened={isOpen} onClose={props.onCancel} title={title} withCloseButton={false} size="sm">
      <div className={classes.body}>
        {children && <div className={classes.words}>{children}</div>}
        {losses.length > 0 && (
          <ul className={classes.losses}>
            {losses.map((loss) => (
              <li key={loss.label} className={classes.loss}>
                <span className={classes.number}>{formatNumber(loss.count, i18n.locale)}</span>
                {loss.label}
              </li>
            ))}
          </ul>
        )}
        <ProblemAlert error={props.error} />
        <div className={classes.actions}>
          <Button variant="default" onClick={props.onCancel} data-autofocus>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            color={isDangerous ? 'red' : undefined}
            loading={props.isBusy}
            onClick={props.onConfirm}
          >
            {confirmLabel}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
