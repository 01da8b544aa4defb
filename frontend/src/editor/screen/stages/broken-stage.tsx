import { Trans } from '@lingui/react/macro';
import { IconPhotoOff } from '@tabler/icons-react';
import type { StageProps } from './stages';
import classes from './broken-stage.module.css';

/** Instead of a picture that cannot be shown: what happened, and what to do. */
export default function BrokenStage({ label }: StageProps) {
  return (
    <div className={classes.broken} role="group" aria-label={label} tabIndex={-1} data-reading>
      <IconPhotoOff size={40} stroke={1.2} aria-hidden="true" />
      <h2>
        <Trans>This picture cannot be shown</Trans>
      </h2>
      <p>
        <Trans>
          It is missing, damaged, or of a kind that this browser cannot read. Skip it: the curator
          finds it in the list of the tasks, with this reason.
        </Trans>
      </p>
    </div>
  );
}
