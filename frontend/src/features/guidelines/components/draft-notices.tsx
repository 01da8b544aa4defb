import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle, IconRestore } from '@tabler/icons-react';
import classes from './draft-notice.module.css';

/** Somebody else published or discarded the draft that is open here. */
export function DraftGone() {
  return (
    <section className={classes.notice} role="alert" data-tone="warn">
      <IconAlertTriangle className={classes.icon} size={18} stroke={1.8} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.title}>
          <Trans>Somebody else published or discarded this draft.</Trans>
        </p>
        <p className={classes.detail}>
          <Trans>
            What you wrote since is kept on this computer. It comes back when you open the next
            draft.
          </Trans>
        </p>
      </div>
    </section>
  );
}

/** What was written here before and never reached the server is in the text again. */
export function BroughtBack({ onClose }: { onClose: () => void }) {
  return (
    <section className={classes.notice} role="status">
      <IconRestore className={classes.icon} size={18} stroke={1.8} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.title}>
          <Trans>What you wrote here before and could not be saved is back.</Trans>
        </p>
      </div>
      <div className={classes.actions}>
        <Button variant="default" size="xs" onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </section>
  );
}
