import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { shortHash } from '../model/fingerprint';
import classes from './hash.module.css';

interface HashProps {
  sha256: string;
  /** What the hash is of, for the name of the button. */
  of: string;
  /** All 64 characters. */
  isWhole?: boolean;
}

/** A hash to compare by eye, and to take away whole. */
export function Hash({ sha256, of, isWhole = false }: HashProps) {
  const { t } = useLingui();
  return (
    <span className={classes.hash}>
      <code className={classes.code} data-whole={isWhole || undefined} title={sha256}>
        {isWhole ? sha256 : shortHash(sha256)}
      </code>
      <CopyButton value={sha256}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t`Copied` : t`Copy the SHA-256`}>
            <ActionIcon size="sm" onClick={copy} aria-label={t`Copy the SHA-256 of ${of}`}>
              {copied ? (
                <IconCheck size={14} aria-hidden="true" />
              ) : (
                <IconCopy size={14} aria-hidden="true" />
              )}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}
