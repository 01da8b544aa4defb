import { useLingui } from '@lingui/react';
import { Plural } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import classes from './job-bar.module.css';
import { jobKind } from './job-words';
import { ProgressBar } from './progress-bar';

interface JobBarProps {
  job: { kind: string; done: number; total: number | null; seconds_left: number | null };
  /** How many others run or wait. */
  others: number;
  to: string;
}

/** The running job, thin, at the foot of the side bar. */
export function JobBar({ job, others, to }: JobBarProps) {
  const { i18n } = useLingui();
  const kind = jobKind(job.kind);
  const label = typeof kind === 'string' ? kind : i18n._(kind);
  return (
    <Link to={to} className={classes.bar} title={label}>
      <ProgressBar done={job.done} total={job.total} secondsLeft={job.seconds_left} label={label} />
      {others > 0 && (
        <span className={classes.others}>
          <Plural value={others} one="and # more" other="and # more" />
        </span>
      )}
    </Link>
  );
}
