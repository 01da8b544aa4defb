import { Trans, useLingui } from '@lingui/react/macro';
import { ProgressBar } from '@/components/progress-bar';
import type { Job } from '../api/versions';
import classes from './job-progress.module.css';

interface JobProgressProps {
  job: Job;
  /** What it does: "Reading every file again". */
  label: string;
  isBare?: boolean;
}

/** How far a job is, and why it does not move where nobody works on it. */
export function JobProgress({ job, label, isBare = false }: JobProgressProps) {
  const { t } = useLingui();
  const words = job.state === 'queued' ? t`${label}: waits for its turn` : label;
  return (
    <div className={classes.progress}>
      <ProgressBar
        label={words}
        done={job.done}
        total={job.state === 'queued' || job.total === 0 ? null : job.total}
        secondsLeft={job.seconds_left}
        isBare={isBare}
      />
      {!job.worker_seen && !isBare && (
        <p className={classes.note}>
          <Trans>
            No worker has been seen for half a minute. It starts as soon as one is there.
          </Trans>
        </p>
      )}
    </div>
  );
}
