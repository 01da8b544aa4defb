import { Button, Drawer } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlayerStop, IconReload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { isLive, useJobAction, type Job } from '@/api/jobs';
import type { Project } from '@/api/project';
import { jobState } from '@/components/job-words';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { formatBytes, formatDateTime, formatNumber } from '@/lib/format';
import classes from './job-detail.module.css';
import { JobProgress } from './job-progress';
import { useJobTitle } from './use-job-title';

interface JobDetailProps {
  job: Job | null;
  project: Project;
  onClose: () => void;
}

/** One job: how far, why it failed, what it did, and what can be done about it. */
export function JobDetail({ job, project, onClose }: JobDetailProps) {
  const title = useJobTitle();
  return (
    <Drawer
      opened={job !== null}
      onClose={onClose}
      position="right"
      size="md"
      title={job ? title(job) : ''}
    >
      {job && <Detail job={job} project={project} />}
    </Drawer>
  );
}

function Detail({ job, project }: { job: Job; project: Project }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const cancel = useJobAction('cancel');
  const retry = useJobAction('retry');
  const { tone, words } = jobState(job.state);
  const imported = typeof job.report.import === 'string' ? job.report.import : null;
  const isPublication = job.kind === 'datasets.publish';
  return (
    <div className={classes.detail}>
      <StatusBadge tone={tone}>{i18n._(words)}</StatusBadge>
      {isLive(job) && <JobProgress job={job} />}
      {job.error && <p className={classes.error}>{job.error.detail}</p>}
      <ProblemAlert error={cancel.error ?? retry.error} />
      <dl className={classes.facts}>
        <Fact label={t`Asked for`}>
          <RelativeTime value={job.created_at} />
        </Fact>
        {job.started_at && (
          <Fact label={t`Began`}>{formatDateTime(job.started_at, i18n.locale)}</Fact>
        )}
        {job.finished_at && (
          <Fact label={t`Ended`}>{formatDateTime(job.finished_at, i18n.locale)}</Fact>
        )}
        <Fact label={t`Done`}>
          {formatNumber(job.done, i18n.locale)}
          {job.total !== null && ` / ${formatNumber(job.total, i18n.locale)}`}
        </Fact>
      </dl>
      <Report report={job.report} />
      <div className={classes.actions}>
        {imported && (
          <Button
            variant="default"
            onClick={() =>
              void navigate({
                to: '/projects/$slug/import',
                params: { slug: project.slug },
                search: { import: imported },
              })
            }
          >
            <Trans>Open the import</Trans>
          </Button>
        )}
        {isLive(job) && (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={15} aria-hidden="true" />}
            loading={cancel.isPending}
            disabled={job.cancel_requested}
            onClick={() => cancel.mutate(job.id)}
          >
            {job.cancel_requested ? <Trans>Stopping…</Trans> : <Trans>Stop this job</Trans>}
          </Button>
        )}
        {isPublication && !isLive(job) && (
          <Button
            variant="default"
            onClick={() =>
              void navigate({ to: '/projects/$slug/datasets', params: { slug: project.slug } })
            }
          >
            <Trans>Open the datasets</Trans>
          </Button>
        )}
        {job.retryable && (
          <Button
            leftSection={<IconReload size={15} aria-hidden="true" />}
            loading={retry.isPending}
            onClick={() => retry.mutate(job.id)}
          >
            <Trans>Start again</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The numbers of the report, by the words we have for them. */
function Report({ report }: { report: Job['report'] }) {
  const { t, i18n } = useLingui();
  const words: Record<string, string> = {
    taken: t`New items`,
    known: t`Items that were there`,
    labelled: t`Labels taken`,
    refused: t`Refused`,
    labels_refused: t`Labels refused`,
    warnings: t`Warnings`,
    items: t`Items`,
    answers: t`Answers`,
    annotations: t`Annotations`,
    files: t`Files`,
    size: t`Size`,
    tasks: t`Tasks`,
  };
  const shown = Object.entries(report).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[0] in words,
  );
  if (shown.length === 0) return null;
  return (
    <section aria-label={t`Report`}>
      <h3 className={classes.heading}>
        <Trans>Report</Trans>
      </h3>
      <dl className={classes.facts}>
        {shown.map(([key, value]) => (
          <Fact key={key} label={words[key] ?? key}>
            {key === 'size' ? formatBytes(value, i18n.locale) : formatNumber(value, i18n.locale)}
          </Fact>
        ))}
      </dl>
    </section>
  );
}
