import { Plural } from '@lingui/react/macro';
import { IconCloudUp } from '@tabler/icons-react';
import classes from './top-bar.module.css';
import { useOutboxState, type Sitting } from './use-labelling-session';

/** What was handed in and has not arrived yet. Silent while all is well: a submit under way is nobody's concern. */
export function Sending({ sitting }: { sitting: Sitting }) {
  const { waiting, condition } = useOutboxState(sitting);
  if (waiting.length === 0 || condition === 'idle' || condition === 'sending') return null;
  return (
    <span className={classes.word} data-tone="warn" role="status">
      <IconCloudUp size={15} aria-hidden="true" />
      <Plural
        value={waiting.length}
        one="# submit waits to be sent"
        other="# submits wait to be sent"
      />
    </span>
  );
}
