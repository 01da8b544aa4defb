import { Button, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useProject, type Project } from '@/api/project';
import { isUnderWay, schemaMigrationsQuery, type SchemaMigration } from '@/api/schema-migrations';
import type { SchemaVersion } from '@/api/schema-version';
import { useSchemaVersions } from '@/api/schema-versions';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { SchemaTabs } from '@/components/schema-tabs';
import { projectPath } from '@/lib/project-path';
import { useDelayed } from '@/lib/use-delayed';
import classes from './history-page.module.css';
import { MigrationProgress } from './migration-progress';
import { VersionEntry } from './version-entry';

/** How the schema came to be what it is, and what each step did to the labels. */
export function HistoryPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/schema/migrations' });
  const project = useProject(slug);
  return project ? <History key={project.id} project={project} /> : null;
}

function History({ project }: { project: Project }) {
  const { t } = useLingui();
  const search = useSearch({ from: '/in/projects/$slug/schema/migrations' });
  const navigate = useNavigate();
  const versions = useSchemaVersions(project.id);
  const migrations = useQuery(schemaMigrationsQuery(project.id));
  const isWaiting = versions.status === 'loading' || migrations.isPending;
  const isShown = useDelayed(isWaiting);
  const found = useMemo(() => migrations.data?.results ?? [], [migrations.data]);
  const running = found.find(isUnderWay);

  if (versions.status === 'error' || migrations.isError) {
    return (
      <ErrorState
        error={versions.error ?? migrations.error}
        onRetry={() => {
          versions.retry();
          void migrations.refetch();
        }}
        level="h1"
      />
    );
  }
  if (isWaiting) return isShown ? <Waiting /> : null;
  return (
    <Page>
      <PageHeader title={<Trans>Label schema</Trans>}>
        <SchemaTabs project={project} />
      </PageHeader>
      {running && <MigrationProgress project={project} migration={running} />}
      {versions.rows.length === 0 ? (
        <EmptyState
          title={t`Nothing is published yet`}
          action={{
            label: t`Open the schema`,
            onClick: () => void navigate({ to: projectPath(project.slug, 'schema') }),
          }}
        >
          <Trans>Every published version stands here, with what it did to the labels.</Trans>
        </EmptyState>
      ) : (
        <ol className={classes.versions}>
          {versions.rows.map((version, index) => (
            <VersionEntry
              key={version.id}
              project={project}
              version={version}
              parent={parentOf(version, versions.rows)}
              migration={migrationTo(version, found)}
              migrations={found}
              isNewest={index === 0}
              isOpen={version.number === search.version}
            />
          ))}
        </ol>
      )}
      {versions.hasMore && (
        <Button
          variant="subtle"
          size="xs"
          loading={versions.isLoadingMore}
          onClick={versions.loadMore}
        >
          <Trans>Older versions</Trans>
        </Button>
      )}
    </Page>
  );
}

function parentOf(version: SchemaVersion, all: readonly SchemaVersion[]): SchemaVersion | null {
  return all.find(({ id }) => id === version.parent) ?? null;
}

function migrationTo(
  version: SchemaVersion,
  all: readonly SchemaMigration[],
): SchemaMigration | null {
  return all.find(({ to_version }) => to_version === version.number) ?? null;
}

function Waiting() {
  return (
    <Page>
      <Skeleton height={28} width={180} mb="lg" />
      <Skeleton height={90} mb="md" />
      <Skeleton height={90} mb="md" />
    </Page>
  );
}
