import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { OutboxEntry } from '@/api/kept/kept-database';
import { newId } from '@/lib/ids';
import type { AboutEntry } from '../model/labelling-session';
import classes from './refusals.module.css';
import { useOutboxState, type Sitting } from './use-labelling-session';

const RefusedConflict = lazy(() => import('./refused-conflict'));

/** Work that the server would not take as it is. It waits here until the person has decided; nothing is thrown away unseen. */
export default function Refusals({ sitting }: { sitting: Sitting }) {
  const { t } = useLingui();
  const { outbox, session } = sitting;
  const { refused } = useOutboxState(sitting);
  const [comparing, setComparing] = useState<OutboxEntry | null>(null);
  useEffect(() => {
    // An item that is no longer ours need not be skipped.
    for (const entry of refused) if (entry.kind === 'skip') void outbox.withdraw(entry.id);
  }, [refused, outbox]);

  const [first] = refused.filter((entry) => entry.kind === 'submit' || entry.kind === 'revise');
  if (!first?.problem) return null;
  const { status, title, detail } = first.problem;
  const { subject } = first.about as AboutEntry; // the session wrote it
  const isConflict = status === 412 || (status === 409 && first.problem.annotation !== undefined);
  const tryAgain = async () => {
    const entry = await outbox.withdraw(first.id);
    if (entry) void outbox.add({ ...entry, id: newId() });
  };
  return (
    <div className={classes.refusal} role="alert">
      <IconAlertTriangle className={classes.icon} size={18} aria-hidden="true" />
      <div className={classes.words}>
        <strong>
          {status === 412 ? (
            <Trans>Somebody saved this work before you did</Trans>
          ) : isConflict ? (
            <Trans>You have submitted this task before</Trans>
          ) : (
            title
          )}
        </strong>
        <p>
          {subject.batch && <span className={classes.batch}>{subject.batch.name} · </span>}
          {isConflict ? (
            <Trans>Both versions are kept; choose one.</Trans>
          ) : (
            <>
              {detail} <Trans>Your work is kept on this computer.</Trans>
            </>
          )}
        </p>
      </div>
      {isConflict ? (
        <Button size="xs" onClick={() => setComparing(first)}>
          <Trans>Compare both</Trans>
        </Button>
      ) : (
        <>
          {status === 400 && (
            <Button size="xs" onClick={() => void session.openRefused(first)}>
              <Trans>Open it again</Trans>
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => void tryAgain()}>
            <Trans>Try again</Trans>
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="red"
            aria-label={t`Throw this version away`}
            onClick={() => void outbox.withdraw(first.id)}
          >
            <Trans>Throw away</Trans>
          </Button>
        </>
      )}
      <Suspense fallback={null}>
        {comparing && (
          <RefusedConflict entry={comparing} outbox={outbox} onClose={() => setComparing(null)} />
        )}
      </Suspense>
    </div>
  );
}
