import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import type { Outbox } from '@/api/kept/outbox';
import { newId } from '@/lib/ids';
import classes from './refused-reviews.module.css';

/** Decisions that came too late or that the server would not take. */
export function RefusedReviews({ outbox }: { outbox: Outbox }) {
  const { refused } = useSyncExternalStore(outbox.subscribe, outbox.getState);
  const first = refused.find((entry) => entry.kind === 'review');
  if (!first?.problem) return null;
  const about = first.about as { batch: string; author: string }; // the review session wrote it
  const tryAgain = async () => {
    const entry = await outbox.withdraw(first.id);
    if (entry) void outbox.add({ ...entry, id: newId() });
  };
  return (
    <div className={classes.refusal} role="alert">
      <div className={classes.words}>
        <strong>{first.problem.title}</strong>
        <p>
          {about.author} · {about.batch}. {first.problem.detail}
        </p>
      </div>
      {first.problem.status !== 409 && (
        <Button size="xs" variant="default" onClick={() => void tryAgain()}>
          <Trans>Try again</Trans>
        </Button>
      )}
      <Button size="xs" onClick={() => void outbox.withdraw(first.id)}>
        <Trans>All right</Trans>
      </Button>
    </div>
  );
}
