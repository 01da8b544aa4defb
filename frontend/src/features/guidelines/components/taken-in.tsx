import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { MergedSection } from '../text/merge';
import classes from './draft-notice.module.css';
import { DraftDifference } from './draft-difference';

interface TakenInProps {
  sections: readonly MergedSection[];
  onClose: () => void;
}

/** Somebody else saved, and what they changed is in the text now: where, and what. */
export function TakenIn({ sections, onClose }: TakenInProps) {
  const { t, i18n } = useLingui();
  const [isShown, setIsShown] = useState(false);
  const titles = new Intl.ListFormat(i18n.locale).format(
    sections.map(({ title }) => title || t`the beginning`),
  );
  return (
    <section className={classes.notice} role="status" aria-label={t`Taken in`}>
      <IconUsers className={classes.icon} size={18} stroke={1.8} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.title}>
          <Trans>Somebody else saved as well. Their changes are in your text now: {titles}</Trans>
        </p>
        {isShown &&
          sections.map(({ key, base, theirs }) => (
            <DraftDifference key={key} before={base ?? ''} after={theirs ?? ''} />
          ))}
      </div>
      <div className={classes.actions}>
        <Button
          variant="subtle"
          size="xs"
          aria-expanded={isShown}
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? <Trans>Hide the changes</Trans> : <Trans>Show the changes</Trans>}
        </Button>
        <Button variant="default" size="xs" onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </section>
  );
}
