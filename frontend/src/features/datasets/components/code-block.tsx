import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './code-block.module.css';

interface CodeBlockProps {
  /** What it is, for screen readers. */
  label: string;
  code: string;
}

/** Something to paste into a terminal or an editor. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  const { t } = useLingui();
  return (
    <div className={classes.block}>
      {/* it scrolls sideways, so the keyboard must reach it */}
      <pre className={classes.code} tabIndex={0} role="region" aria-label={label}>
        <code>{code}</code>
      </pre>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t`Copied` : t`Copy`}>
            <ActionIcon
              className={classes.copy}
              size="sm"
              onClick={copy}
              aria-label={t`Copy: ${label}`}
            >
              {copied ? (
                <IconCheck size={14} aria-hidden="true" />
              ) : (
                <IconCopy size={14} aria-hidden="true" />
              )}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
