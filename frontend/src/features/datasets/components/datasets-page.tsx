import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useProject, type Project } from '@/api/project';
import { Count } from '@/components/count';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { useCommands } from '@/lib/commands';
import { jobQuery } from '../api/job';
import { previewQuery } from '../api/publish';
import { useVersions, type DatasetVersion } from '../api/versions';
import { DEFAULT_SHARES, sharesOf } from '../model/shares';
import classes from './datasets-page.module.css';
import { Hash } from './hash';
import { JobProgress } from './job-progress';
import { PublishDialog } from './publish-dialog';

const PUBLISH_KEY = 'n';

/** The versions of a project's dataset, newest first; publishing the next one. */
export function DatasetsPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/datasets' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <Datasets key={project.id} project={project} />;
}

function Datasets({ project }: { project: Project }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [isPublishing, setIsPublishing] = useState(false);
  const [isBuilding, setIsBuilding] = useState(false);
  const versions = useVersions(project.id, isBuilding);
  const columns = useColumns();
  const mayPublish = project.may.includes('publish_datasets') && !project.archived_at;

  const isNowBuilding = versions.rows.some((version) => version.state === 'building');
  if (isNowBuilding !== isBuilding) setIsBuilding(isNowBuilding);
  const newest = versions.rows.find((version) => version.state === 'published');

  const open = (number: number) =>
    void navigate({
      to: '/projects/$slug/datasets/$number',
      params: { slug: project.slug, number: String(number) },
    });
  const publish = () => setIsPublishing(true);
  useCommands([
    {
      name: 'datasets.publish',
      title: msg`Publish a dataset version`,
      shortcut: PUBLISH_KEY,
      when: () => mayPublish && !isNowBuilding,
      run: publish,
    },
  ]);

  return (
    <Page>
      <PageHeader
        title={t`Datasets`}
        context={t`What modelers train and test on. Each version stays the same for ever.`}
        primary={
          mayPublish && versions.rows.length > 0
            ? {
                label: t`Publish a version`,
                onClick: publish,
                shortcut: PUBLISH_KEY,
                isDisabled: isNowBuilding,
              }
            : undefined
        }
      />
      <DataTable
        label={t`Dataset versions`}
        columns={columns}
        rows={versions.rows}
        rowKey={(version) => version.id}
        status={versions.status}
        error={versions.error}
        onRetry={versions.retry}
        onOpen={(version) => version.number !== null && open(version.number)}
        hasMore={versions.hasMore}
        isLoadingMore={versions.isLoadingMore}
        onLoadMore={versions.loadMore}
        empty={<Empty project={project} mayPublish={mayPublish} onPublish={publish} />}
      />
      {mayPublish && (
        <PublishDialog
          isOpen={isPublishing}
          project={project}
          initialShares={newest ? sharesOf(newest.splits) : null}
          onClose={() => setIsPublishing(false)}
          onOpenVersion={open}
        />
      )}
    </Page>
  );
}

interface EmptyProps {
  project: Project;
  mayPublish: boolean;
  onPublish: () => void;
}

function Empty({ project, mayPublish, onPublish }: EmptyProps) {
  const { t } = useLingui();
  const { data } = useQuery({
    ...previewQuery(project.id, 'submitted', DEFAULT_SHARES),
    enabled: mayPublish,
  });
  const isNothingDone = data !== undefined && !data.counts?.annotations;
  if (!mayPublish) {
    return (
      <EmptyState title={<Trans>Nothing is published yet</Trans>}>
        <Trans>Versions appear here once a curator publishes the first one.</Trans>
      </EmptyState>
    );
  }
  if (isNothingDone) {
    return (
      <EmptyState
        title={<Trans>Nothing to publish yet</Trans>}
        secondary={
          <Link to="/projects/$slug/batches" params={{ slug: project.slug }}>
            <Trans>Go to the batches</Trans>
          </Link>
        }
      >
        <Trans>
          A version is made of annotations. Once some are submitted or accepted, you can publish
          them here.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={<Trans>Publish the first version</Trans>}
      action={{ label: t`Publish a version`, onClick: onPublish, shortcut: PUBLISH_KEY }}
    >
      <Trans>
        It freezes the accepted annotations, divides the items into splits, and gives modelers a
        name and a hash to pull it by.
      </Trans>
    </EmptyState>
  );
}

function useColumns(): Column<DatasetVersion>[] {
  const { t } = useLingui();
  return [
    {
      key: 'version',
      header: t`Version`,
      width: '10rem',
      cell: (version) =>
        version.number === null ? (
          <span className={classes.none}>–</span>
        ) : (
          <Link
            to="/projects/$slug/datasets/$number"
            params={{ slug: version.slug, number: String(version.number) }}
            className={classes.name}
            title={`${version.slug}@${version.number}`}
          >
            {version.slug}@{version.number}
          </Link>
        ),
    },
    {
      key: 'note',
      header: t`What is new`,
      width: 'minmax(9rem, 1fr)',
      cell: (version) => <Note version={version} />,
    },
    {
      key: 'state',
      header: t`State`,
      width: '8.5rem',
      cell: (version) => <State version={version} />,
    },
    {
      key: 'items',
      header: t`Items`,
      width: '5.5rem',
      align: 'end',
      cell: (version) => version.counts && <Count value={version.counts.items} />,
    },
    {
      key: 'annotations',
      header: t`Annotations`,
      width: '7rem',
      align: 'end',
      cell: (version) => version.counts && <Count value={version.counts.annotations} />,
    },
    {
      key: 'identity',
      header: t`Identity`,
      width: '9.5rem',
      cell: (version) =>
        version.identity && (
          <Hash sha256={version.identity} of={`${version.slug}@${version.number}`} />
        ),
    },
    {
      key: 'when',
      header: t`When`,
      width: '7rem',
      cell: (version) => <RelativeTime value={version.published_at ?? version.created_at} />,
    },
  ];
}

/** What is new; of a version that came to nothing, why. */
function Note({ version }: { version: DatasetVersion }) {
  const job = useQuery({
    ...jobQuery(version.job ?? ''),
    enabled: version.state === 'failed' && version.job !== null,
  });
  const words = job.data?.error?.detail ?? version.note;
  return (
    <span className={classes.note} title={words}>
      {words}
    </span>
  );
}

function State({ version }: { version: DatasetVersion }) {
  const { t } = useLingui();
  const isPublished = version.state === 'published';
  const job = useQuery({
    ...jobQuery(version.job ?? ''),
    enabled: !isPublished && version.job !== null,
  });
  if (isPublished) {
    return (
      <StatusBadge tone="good" isPlain>
        <Trans>Published</Trans>
      </StatusBadge>
    );
  }
  if (version.state === 'failed') {
    return (
      <StatusBadge tone="bad" isPlain>
        {job.data?.state === 'cancelled' ? <Trans>Cancelled</Trans> : <Trans>Failed</Trans>}
      </StatusBadge>
    );
  }
  if (job.data) return <JobProgress job={job.data} label={t`Publishing`} />;
  return (
    <StatusBadge tone="info" isPlain>
      <Trans>Publishing</Trans>
    </StatusBadge>
  );
}
