import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconUsers } from '@tabler/icons-react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Autosaver } from '@/lib/autosave';
import type { ApiProblem } from '@/lib/problem';
import { isPlainObject, readDocument, type Plain } from '@/lib/schema-document';
import type { SchemaDraft } from '@/api/schema-draft';
import { differenceOf } from '../document/difference';
import type { DraftStore } from '../document/draft-store';
import { ChangeList } from './change-list';
import classes from './conflict-notice.module.css';

interface ConflictNoticeProps {
  store: DraftStore;
  saver: Autosaver<Plain, SchemaDraft>;
  problem: ApiProblem | null;
}

/** Somebody else saved this draft first: both are here, and nothing is lost before the person decides. */
export function ConflictNotice({ store, saver, problem }: ConflictNoticeProps) {
  const [isComparing, setIsComparing] = useState(false);
  const ours = useSyncExternalStore(store.subscribe, store.get).document;
  const theirs = problem?.extensions.document;
  const version = Number(problem?.extensions.current);
  const changes = useMemo(() => {
    const [a, b] = [readDocument(theirs), readDocument(ours)];
    return a && b ? differenceOf(a, b) : null;
  }, [theirs, ours]);
  if (!isPlainObject(theirs) || !version) return null;

  const handleTake = () => {
    saver.adopt(theirs, version);
    store.change(theirs); // ours is one undo away
  };
  return (
    <section className={classes.notice} role="alert">
      <IconUsers className={classes.icon} size={18} stroke={1.8} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.title}>
          <Trans>Somebody else saved this draft while you were editing.</Trans>
        </p>
        <p className={classes.detail}>
          <Trans>Yours is still here and is not saved. Taking theirs can be undone.</Trans>
        </p>
        {isComparing && changes && (
          <div className={classes.changes}>
            <h2 className={classes.subtitle}>
              <Trans>From theirs to yours</Trans>
            </h2>
            <ChangeList changes={changes} isDense />
          </div>
        )}
      </div>
      <div className={classes.actions}>
        {changes && (
          <Button
            variant="subtle"
            size="xs"
            aria-expanded={isComparing}
            onClick={() => setIsComparing(!isComparing)}
          >
            {isComparing ? <Trans>Hide the comparison</Trans> : <Trans>Compare</Trans>}
          </Button>
        )}
        <Button variant="default" size="xs" onClick={() => void saver.overwrite(version)}>
          <Trans>Keep mine</Trans>
        </Button>
        <Button size="xs" onClick={handleTake}>
          <Trans>Take theirs</Trans>
        </Button>
      </div>
    </section>
  );
}
