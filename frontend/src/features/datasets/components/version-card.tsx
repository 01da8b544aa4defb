import { Trans, useLingui } from '@lingui/react/macro';
import { useLingui as useRuntime } from '@lingui/react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Count } from '@/components/count';
import { RelativeTime } from '@/components/relative-time';
import { Stat } from '@/components/stat';
import { formatBytes } from '@/lib/format';
import type { DatasetVersionDetail } from '../api/versions';
import { Fingerprint } from './fingerprint';
import { Hash } from './hash';
import classes from './version-card.module.css';

/** What the version is, at a glance: its identity first, because that is what is quoted elsewhere. */
export function VersionCard({ version }: { version: DatasetVersionDetail }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const { identity, counts, slug } = version;
  const size = formatBytes(version.files.bytes, i18n.locale);
  return (
    <div className={classes.card}>
      {identity && (
        <div className={classes.identity}>
          <Fingerprint sha256={identity} />
          <div className={classes.words}>
            <span className={classes.term}>
              <Trans>Identity: the SHA-256 of its manifest</Trans>
            </span>
            <Hash sha256={identity} of={`${slug}@${version.number}`} isWhole />
          </div>
        </div>
      )}
      <div className={classes.numbers}>
        <a href="#contents" className={classes.door}>
          <Stat label={t`Items`} value={<Count value={counts?.items ?? 0} />} />
        </a>
        <a href="#contents" className={classes.door}>
          <Stat label={t`Annotations`} value={<Count value={counts?.annotations ?? 0} />} />
        </a>
        <a href="#files" className={classes.door}>
          <Stat label={t`Files`} value={<Count value={version.files.count} />} note={size} />
        </a>
        <dl className={classes.facts}>
          <Fact term={t`Published`}>
            <RelativeTime value={version.published_at ?? version.created_at} />
            <span className={classes.by}>
              <Trans>by {version.published_by}</Trans>
            </span>
          </Fact>
          <Fact term={t`Made of`}>
            {version.source === 'accepted' ? (
              <Trans>accepted annotations</Trans>
            ) : (
              <Trans>submitted and accepted annotations</Trans>
            )}
          </Fact>
          <Fact term={t`Label schema`}>
            <Link
              to="/projects/$slug/schema"
              params={{ slug }}
              search={{ version: version.schema_version.number }}
            >
              <Trans>version {version.schema_version.number}</Trans>
            </Link>
          </Fact>
          <Fact term={t`Guideline`}>
            {version.guideline_version ? (
              <Link
                to="/projects/$slug/guideline"
                params={{ slug }}
                search={{ version: version.guideline_version.number }}
              >
                <Trans>version {version.guideline_version.number}</Trans>
              </Link>
            ) : (
              <Trans>none</Trans>
            )}
          </Fact>
        </dl>
      </div>
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
