import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Progress } from '@/api/progress';
import type { Project } from '@/api/project';
import { Count } from '@/components/count';
import { ProgressBar } from '@/components/progress-bar';
import { RelativeTime } from '@/components/relative-time';
import { projectPath } from '@/lib/project-path';
import { useNewestDataset, useNewestVersions, useRunningJob } from '../api/overview';
import classes from './project-side.module.css';
import { Section } from './section';

interface ProjectSideProps {
  project: Project;
  progress: Progress;
}

const MOST_PEOPLE = 6;

/** What holds now (schema, guideline, versions), what a machine does, and who does most. */
export function ProjectSide({ project, progress }: ProjectSideProps) {
  const { t } = useLingui();
  const job = useRunningJob(project.id, project.may.includes('see_jobs'));
  const at = (path: string) => projectPath(project.slug, path);
  return (
    <aside className={classes.side} aria-label={t`What holds now`}>
      {job && (
        <Link to={at('jobs')} className={classes.job}>
          <ProgressBar
            label={job.state === 'queued' ? t`A job waits` : t`A job runs`}
            done={job.done}
            total={job.total}
            secondsLeft={job.seconds_left}
          />
        </Link>
      )}
      <Definition project={project} />
      {progress.items !== null && (
        <dl className={classes.facts}>
          <dt>
            <Trans>Items</Trans>
          </dt>
          <dd>
            <Link to={at('items')}>
              <Count value={progress.items} />
            </Link>
          </dd>
          <dt>
            <Trans>in no batch yet</Trans>
          </dt>
          <dd>
            <Count value={progress.unbatched ?? 0} />
          </dd>
        </dl>
      )}
      <Annotators project={project} progress={progress} />
    </aside>
  );
}

function Definition({ project }: { project: Project }) {
  const { schema, guideline } = useNewestVersions(project.id, true);
  const at = (path: string) => projectPath(project.slug, path);
  const schemaNumber = schema?.number;
  const guidelineNumber = guideline?.number;
  const canSeeSchema = project.may.includes('see_drafts');
  const canPull = project.may.includes('pull_datasets');
  const dataset = useNewestDataset(project.id, canPull);
  return (
    <div className={classes.versions}>
      {canSeeSchema && (
        <Version
          to={at('schema')}
          name={<Trans>Label schema</Trans>}
          number={schemaNumber}
          at={schema?.published_at}
          isMissing={project.schema_version === null}
        />
      )}
      <Version
        to={at('guideline')}
        name={<Trans>Guideline</Trans>}
        number={guidelineNumber}
        at={guideline?.published_at}
        isMissing={project.guideline_version === null}
      />
      {canPull && dataset.data !== undefined && (
        <Version
          to={at('datasets')}
          name={<Trans>Dataset version</Trans>}
          number={dataset.data?.number}
          at={dataset.data?.published_at}
          isMissing={dataset.data === null}
        />
      )}
    </div>
  );
}

interface VersionProps {
  to: string;
  name: ReactNode;
  number: number | null | undefined;
  at: string | null | undefined;
  isMissing: boolean;
}

function Version({ to, name, number, at, isMissing }: VersionProps) {
  return (
    <Link to={to} className={classes.version}>
      <span className={classes.name}>{name}</span>
      {isMissing ? (
        <span className={classes.note}>
          <Trans>Not published yet</Trans>
        </span>
      ) : (
        <>
          {number && <span className={classes.number}>{`v${number}`}</span>}
          <span className={classes.note}>{at && <RelativeTime value={at} />}</span>
        </>
      )}
    </Link>
  );
}

function Annotators({ project, progress }: ProjectSideProps) {
  const people = progress.annotators.slice(0, MOST_PEOPLE);
  if (people.length === 0) return null;
  return (
    <Section
      title={<Trans>Annotators</Trans>}
      more={
        project.may.includes('see_members') || project.may.includes('see_vendor_progress')
          ? { to: projectPath(project.slug, 'members'), label: <Trans>Members</Trans> }
          : undefined
      }
    >
      <ul className={classes.people}>
        {people.map(({ person, submitted, returned }) => (
          <li key={person.id} className={classes.person}>
            <span className={classes.who}>
              <span>{person.name ?? person.pseudonym}</span>
              <span className={classes.note}>{person.vendor ?? <Trans>In house</Trans>}</span>
            </span>
            {returned > 0 && (
              <span className={classes.returned}>
                <Trans>{returned} returned</Trans>
              </span>
            )}
            <Count value={submitted} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
