import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Project } from '@/api/project';
import { ProgressBar } from '@/components/progress-bar';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { projectPath } from '@/lib/project-path';
import type { Recheck } from '../api/consequences';
import classes from './consequences.module.css';
import type { LabelNames } from './use-label-names';

interface RechecksProps {
  project: Project;
  rechecks: readonly Recheck[];
  names: LabelNames;
}

/** What was sent out to be looked at again, and how far it is. */
export function Rechecks({ project, rechecks, names }: RechecksProps) {
  if (rechecks.length === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="rechecks">
      <h2 id="rechecks" className={classes.heading}>
        <Trans>Looked at again</Trans>
      </h2>
      <ul className={classes.drawings}>
        {rechecks.map((recheck) => (
          <Drawing key={recheck.id} project={project} recheck={recheck} names={names} />
        ))}
      </ul>
    </section>
  );
}

function Drawing({
  project,
  recheck,
  names,
}: {
  project: Project;
  recheck: Recheck;
  names: LabelNames;
}) {
  const { t, i18n } = useLingui();
  const slice = new Intl.ListFormat(i18n.locale).format(
    recheck.labels.map((key) => names(key).title),
  );
  const { looked, tasks } = recheck;
  const purposes: Record<Recheck['purpose'], string> = {
    sample: t`A sample`,
    slice: t`With ${slice}`,
    all: t`All that were left`,
  };
  return (
    <li className={classes.drawing}>
      <div className={classes.drawingHead}>
        <strong>{purposes[recheck.purpose]}</strong>
        <span className={classes.quiet}>
          <Trans>
            {looked} of {tasks} looked at
          </Trans>
          {' · '}
          <Plural value={recheck.changed} one="# changed" other="# changed" />
          {' · '}
          <RelativeTime value={recheck.created_at} />
        </span>
      </div>
      <ProgressBar
        isBare
        label={purposes[recheck.purpose]}
        done={looked}
        total={tasks}
        tone={recheck.left === 0 ? 'good' : 'accent'}
      />
      <ul className={classes.batches}>
        {recheck.batches.map((batch) => (
          <li key={batch.id}>
            <Link to={projectPath(project.slug, `batches/${batch.id}`)}>{batch.name}</Link>
            {batch.filling !== null ? (
              <StatusBadge tone="info" isPlain>
                <Trans>Being filled</Trans>
              </StatusBadge>
            ) : (
              batch.state === 'draft' && (
                <StatusBadge tone="warn" isPlain>
                  <Trans>Nobody may do it yet: choose annotators and open it</Trans>
                </StatusBadge>
              )
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}
