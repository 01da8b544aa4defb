import { Button, CopyButton } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './secret-once.module.css';

interface SecretOnceProps {
  label: string;
  value: string;
  note?: ReactNode;
}

/** A text to take away: a link, a token, a command. */
export function SecretOnce({ label, value, note }: SecretOnceProps) {
  return (
    <div className={classes.secret}>
      <span className={classes.label}>{label}</span>
      <div className={classes.row}>
        <input
          className={classes.value}
          aria-label={label}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={
                copied ? (
                  <IconCheck size={15} aria-hidden="true" />
                ) : (
                  <IconCopy size={15} aria-hidden="true" />
                )
              }
            >
              {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
            </Button>
          )}
        </CopyButton>
      </div>
      {note && <span className={classes.note}>{note}</span>}
    </div>
  );
}
