import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconGitBranch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Project } from '@/api/project';
import { isUnderWay, schemaMigrationsQuery } from '@/api/schema-migrations';
import { ProgressBar } from '@/components/progress-bar';
import { projectPath } from '@/lib/project-path';
import classes from './migration-line.module.css';

/** One thin line while labels are carried to a new schema version. */
export function MigrationLine({ project }: { project: Project }) {
  const { t } = useLingui();
  const mayLook = project.may.includes('see_drafts');
  const found = useQuery({ ...schemaMigrationsQuery(project.id), enabled: mayLook });
  const migrations = found.data?.results ?? [];
  const running = migrations.find(isUnderWay);
  if (!running) return null;
  const number = running.to_version;
  const words = (
    <Link to={projectPath(project.slug, 'schema/migrations')}>
      {running.state === 'paused' ? (
        <Trans>Paused: labels on their way to schema version {number}</Trans>
      ) : (
        <Trans>Labels are on their way to schema version {number}</Trans>
      )}
    </Link>
  );
  return (
    <div className={classes.line} role="status">
      <IconGitBranch size={16} stroke={1.8} aria-hidden="true" />
      {words}
      <span className={classes.bar}>
        <ProgressBar
          isBare
          label={t`Share of the labels that are done`}
          done={running.progress.done}
          total={running.progress.total}
        />
      </span>
    </div>
  );
}
