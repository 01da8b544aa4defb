import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useProject, type Project } from '@/api/project';
import { useSession } from '@/api/session';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { StatusBadge } from '@/components/status-badge';
import { useBreadcrumb } from '@/lib/breadcrumb';
import { useDelayed } from '@/lib/use-delayed';
import { jobQuery } from '../api/job';
import { versionQuery, type DatasetVersionDetail, type Place } from '../api/versions';
import { ContentsSection } from './contents-section';
import { DecisionsSection } from './decisions-section';
import { ExportsSection } from './exports-section';
import { FilesSection } from './files-section';
import { JobProgress } from './job-progress';
import { LensSection } from './lens-section';
import { LineageSection } from './lineage-section';
import { PullPanel } from './pull-panel';
import { useCharts } from './use-charts';
import { VerifyPanel } from './verify-panel';
import { VersionCard } from './version-card';
import classes from './version-page.module.css';

/** One version: what it is, what is in it, how to get it, and whether it is still the same. */
export function VersionPage() {
  const { slug, number } = useParams({ from: '/in/projects/$slug/datasets/$number' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <Loaded key={`${project.id} ${number}`} project={project} number={Number(number)} />;
}

function Loaded({ project, number }: { project: Project; number: number }) {
  const session = useSession();
  const organisations = session?.organisations ?? [];
  const place: Place = {
    project: project.id,
    slug: project.slug,
    organisation: organisations.find(({ id }) => id === project.organisation)?.slug,
  };
  const { data: version, error, isPending, refetch } = useQuery(versionQuery(place, number));
  const isShown = useDelayed(isPending);
  useBreadcrumb(`${project.slug}@${number}`);

  if (version) {
    return (
      <Page>
        {version.state === 'published' ? (
          <Published
            version={version}
            place={place}
            project={project}
            isNameAmbiguous={organisations.length > 1}
          />
        ) : (
          <Unfinished version={version} />
        )}
      </Page>
    );
  }
  if (error) {
    return (
      <ErrorState
        level="h1"
        error={error}
        onRetry={() => void refetch()}
        secondary={
          <Link to="/projects/$slug/datasets" params={{ slug: project.slug }}>
            <Trans>All versions</Trans>
          </Link>
        }
      />
    );
  }
  if (!isShown) return null;
  return (
    <Page>
      <Skeleton height={28} width={180} mb="lg" />
      <Skeleton height={150} mb="md" />
      <Skeleton height={320} />
    </Page>
  );
}

interface PublishedProps {
  version: DatasetVersionDetail;
  place: Place;
  project: Project;
  isNameAmbiguous: boolean;
}

function Published({ version, place, project, isNameAmbiguous }: PublishedProps) {
  const { t } = useLingui();
  const contents = useCharts(version.counts, version.schema_version.id);
  return (
    <>
      <PageHeader
        title={`${version.slug}@${version.number}`}
        context={version.note || t`Dataset version ${version.number}`}
        secondary={
          <StatusBadge tone="good">
            <Trans>Published</Trans>
          </StatusBadge>
        }
      />
      <VersionCard version={version} />
      <div className={classes.columns}>
        <aside className={classes.side} aria-label={t`Get it and check it`}>
          <PullPanel
            version={version}
            organisation={isNameAmbiguous ? place.organisation : undefined}
          />
          <VerifyPanel version={version} place={place} />
        </aside>
        <div className={classes.main}>
          <ContentsSection version={version} contents={contents} />
          <LensSection
            key={version.id}
            version={version}
            organisation={isNameAmbiguous ? place.organisation : undefined}
            document={contents.document}
          />
          <ExportsSection version={version} input={project.input} document={contents.document} />
          <DecisionsSection version={version} contents={contents} />
          <LineageSection version={version} />
          <FilesSection version={version} />
        </div>
      </div>
    </>
  );
}

function Unfinished({ version }: { version: DatasetVersionDetail }) {
  const { t } = useLingui();
  const job = useQuery({ ...jobQuery(version.job ?? ''), enabled: version.job !== null });
  return (
    <>
      <PageHeader title={`${version.slug}@${version.number}`} context={version.note} />
      <div className={classes.unfinished}>
        {job.data && (
          <JobProgress job={job.data} label={t`Freezing annotations and writing files`} />
        )}
        <p>
          <Trans>This version is being published. What is in it shows here as soon as it is.</Trans>
        </p>
      </div>
    </>
  );
}
