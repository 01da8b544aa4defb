import { Trans } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { SchemaVersion } from '@/api/schema-version';
import { readDocument } from '@/lib/schema-document';
import { differenceOf } from '../document/difference';
import { ChangeList } from './change-list';
import classes from './version-history.module.css';

/** What a version changed against the one it came from. */
export function VersionChanges({ before, after }: { before: SchemaVersion; after: SchemaVersion }) {
  const changes = useMemo(() => {
    const [old, now] = [readDocument(before.document), readDocument(after.document)];
    return old && now ? differenceOf(old, now) : [];
  }, [before, after]);
  return (
    <section>
      <h2 className={classes.title}>
        <Trans>Changed since version {before.number}</Trans>
      </h2>
      <ChangeList changes={changes} isDense />
    </section>
  );
}
