import { Button } from '@mantine/core';
import { useLingui as useRuntime } from '@lingui/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { formatBytes } from '@/lib/format';
import { isLive, type DatasetVersionDetail, type Job, type Place } from '../api/versions';
import { useVerify } from '../api/verify';
import { readVerdict, type Verdict } from '../model/verification';
import { JobProgress } from './job-progress';
import classes from './panel.module.css';

interface VerifyPanelProps {
  version: DatasetVersionDetail;
  place: Place;
}

/** Published means published: anyone may have every byte read again and compared. */
export function VerifyPanel({ version, place }: VerifyPanelProps) {
  const { t } = useLingui();
  const verify = useVerify(place, version);
  const job = version.verification;
  const isRunning = isLive(job);
  return (
    <section className={classes.panel} aria-labelledby="verify-title">
      <h2 className={classes.title} id="verify-title">
        <Trans>Still the same?</Trans>
      </h2>
      <div aria-live="polite">
        {job && isRunning ? (
          <JobProgress job={job} label={t`Reading every file again`} />
        ) : job ? (
          <Outcome job={job} />
        ) : (
          <p className={classes.note}>
            <Trans>
              Nobody has checked yet. Verifying reads every file again and compares its hash with
              the manifest.
            </Trans>
          </p>
        )}
      </div>
      <ProblemAlert error={verify.error} />
      <Button
        variant="default"
        loading={verify.isPending}
        disabled={isRunning}
        onClick={() => verify.mutate()}
      >
        {job && !isRunning ? <Trans>Verify again</Trans> : <Trans>Verify</Trans>}
      </Button>
    </section>
  );
}

function Outcome({ job }: { job: Job }) {
  const verdict = job.state === 'succeeded' ? readVerdict(job.report) : null;
  if (verdict) return <VerdictView verdict={verdict} when={job.finished_at ?? job.created_at} />;
  return (
    <p className={classes.verdict} data-tone="bad">
      <IconAlertTriangle size={17} stroke={1.8} aria-hidden="true" />
      <span>
        {job.state === 'cancelled' ? (
          <Trans>The last check was cancelled before its end.</Trans>
        ) : (
          <Trans>The last check could not be finished: {job.error?.detail}</Trans>
        )}
      </span>
    </p>
  );
}

function VerdictView({ verdict, when }: { verdict: Verdict; when: string }) {
  const { i18n } = useRuntime();
  const size = formatBytes(verdict.bytes, i18n.locale);
  const time = (
    <span className={classes.when}>
      <RelativeTime value={when} />
    </span>
  );
  if (verdict.isIntact) {
    return (
      <p className={classes.verdict} data-tone="good">
        <IconShieldCheck size={17} stroke={1.8} aria-hidden="true" />
        <span>
          <Plural
            value={verdict.files}
            one={`The one file (${size}) is as it was published.`}
            other={`All # files (${size}) are as they were published.`}
          />{' '}
          {time}
        </span>
      </p>
    );
  }
  return (
    <>
      <p className={classes.verdict} data-tone="bad">
        <IconAlertTriangle size={17} stroke={1.8} aria-hidden="true" />
        <span>
          <Plural
            value={verdict.faults}
            one="One file is not what was published. Restore it from a backup."
            other="# files are not what was published. Restore them from a backup."
          />{' '}
          {time}
        </span>
      </p>
      <ul className={classes.differing}>
        {verdict.differing.map(({ path, isGone }) => (
          <li key={path}>
            <code>{path}</code>{' '}
            {isGone ? <Trans>is missing</Trans> : <Trans>has other bytes</Trans>}
          </li>
        ))}
      </ul>
    </>
  );
}
