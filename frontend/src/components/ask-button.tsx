import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconMessageQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ASK_KEY, openQuestion } from '@/lib/asking';
import { ariaShortcut } from '@/lib/shortcuts';
import { Shortcut } from './shortcut';

/** Asks about what the page shows, as its key does. */
export function AskButton({ children }: { children?: ReactNode }) {
  return (
    <Button
      variant="default"
      leftSection={<IconMessageQuestion size={15} aria-hidden="true" />}
      rightSection={<Shortcut keys={ASK_KEY} />}
      aria-keyshortcuts={ariaShortcut(ASK_KEY)}
      onClick={() => openQuestion()}
    >
      {children ?? <Trans>Ask a question</Trans>}
    </Button>
  );
}
