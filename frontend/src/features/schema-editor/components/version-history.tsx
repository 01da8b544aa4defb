import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { PagedList } from '@/api/paged-list';
import type { SchemaVersion } from '@/api/schema-version';
import { RelativeTime } from '@/components/relative-time';
import classes from './version-history.module.css';

interface VersionHistoryProps {
  versions: PagedList<SchemaVersion>;
  shownId: string;
  onShow: (version: SchemaVersion) => void;
}

/** All published versions: number, when, who and why. */
export function VersionHistory({ versions, shownId, onShow }: VersionHistoryProps) {
  const { t } = useLingui();
  return (
    <section aria-label={t`Versions`}>
      <h2 className={classes.title}>
        <Trans>Versions</Trans>
      </h2>
      <ol className={classes.list}>
        {versions.rows.map((version, index) => (
          <li key={version.id}>
            <button
              type="button"
              className={classes.version}
              aria-current={version.id === shownId ? 'true' : undefined}
              onClick={() => onShow(version)}
            >
              <span className={classes.number}>v{version.number}</span>
              <span className={classes.words}>
                <span className={classes.note}>
                  {version.note || <Trans>Without a note</Trans>}
                </span>
                <span className={classes.who}>
                  {index === 0 && (
                    <span className={classes.now}>
                      <Trans>in use</Trans>
                    </span>
                  )}
                  {version.published_at && <RelativeTime value={version.published_at} />}
                  {version.published_by && <span>{version.published_by}</span>}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {versions.hasMore && (
        <Button
          variant="subtle"
          size="xs"
          onClick={versions.loadMore}
          loading={versions.isLoadingMore}
        >
          <Trans>Older versions</Trans>
        </Button>
      )}
    </section>
  );
}
