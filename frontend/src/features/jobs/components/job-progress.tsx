import { Trans, useLingui } from '@lingui/react/macro';
import { isLive, type Job } from '@/api/jobs';
import { ProgressBar } from '@/components/progress-bar';
import { formatNumber } from '@/lib/format';
import classes from './job-progress.module.css';

/** How far a job is, how fast, and how long it will take. */
export function JobProgress({ job }: { job: Job }) {
  const { t, i18n } = useLingui();
  const rate = job.rate ? formatNumber(job.rate, i18n.locale, { maximumFractionDigits: 0 }) : null;
  if (job.state === 'queued') {
    return (
      <span className={classes.words}>
        {job.worker_seen ? (
          <Trans>Waits for a worker</Trans>
        ) : (
          <Trans>No worker is there to take it. Start one.</Trans>
        )}
      </span>
    );
  }
  return (
    <div className={classes.progress}>
      <ProgressBar
        done={job.done}
        total={job.total}
        secondsLeft={job.seconds_left}
        tone={isLive(job) ? 'accent' : 'idle'}
        label={
          job.cancel_requested
            ? t`Stopping…`
            : job.total === null
              ? t`Getting ready`
              : rate
                ? t`${rate} a second`
                : t`Running`
        }
      />
    </div>
  );
}
