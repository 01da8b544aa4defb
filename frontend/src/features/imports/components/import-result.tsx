import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlayerStop } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { isLive, useJobAction, type Job } from '@/api/jobs';
import type { Project } from '@/api/project';
import { Count } from '@/components/count';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { ProgressBar } from '@/components/progress-bar';
import { Stat } from '@/components/stat';
import { StatusBadge } from '@/components/status-badge';
import { formatNumber } from '@/lib/format';
import type { Import } from '../api/imports';
import classes from './import-result.module.css';
import { ImportProblems } from './import-problems';
import { useFormatTitle } from './use-format-title';
import { useStateWords } from './use-state-words';

interface ImportResultProps {
  source: Import;
  job: Job | null;
  project: Project;
}

/** What became of the files: the numbers are doors, each refusal says how to mend it. */
export function ImportResult({ source, job, project }: ImportResultProps) {
  const { t } = useLingui();
  const navigate = useNavigate({ from: '/projects/$slug/import' });
  const titleOf = useFormatTitle();
  const { tone, words } = useStateWords()(source.state);
  const format = titleOf(source.chosen || source.format);
  const unknown = Object.entries(source.report.unknown ?? {}).sort((a, b) => b[1] - a[1]);
  const hasProblems = source.refused + source.report.labels_refused + source.report.warnings > 0;
  return (
    <Page>
      <PageHeader
        title={source.state === 'reading' ? <Trans>Importing</Trans> : <Trans>Import</Trans>}
        context={
          <span className={classes.context}>
            <StatusBadge tone={tone}>{words}</StatusBadge>
            <span>{format}</span>
          </span>
        }
        primary={
          source.state === 'reading'
            ? undefined
            : { label: t`Import more`, onClick: () => void navigate({ search: {} }) }
        }
      />
      {source.state === 'reading' && job && <Running job={job} />}
      {source.state === 'failed' && job?.error && (
        <div className={classes.failed} role="alert">
          <p className={classes.reason}>{job.error.detail}</p>
          <p>
            {source.taken + source.labelled > 0 ? (
              <Trans>What was taken before is there, whole; the numbers below count it.</Trans>
            ) : (
              <Trans>
                Nothing was taken and nothing was kept. Mend the files and import again.
              </Trans>
            )}
          </p>
        </div>
      )}
      {source.state === 'cancelled' && (
        <p className={classes.note}>
          <Trans>
            It was stopped. What was taken before is there; importing the same files again goes on
            with the rest.
          </Trans>
        </p>
      )}
      <div className={classes.numbers}>
        <Link
          to="/projects/$slug/items"
          params={{ slug: project.slug }}
          search={{ import: source.id }}
          className={classes.door}
        >
          <Stat label={t`New items`} value={<Count value={source.taken} />} />
        </Link>
        <Stat label={t`There already`} value={<Count value={source.known} />} note={t`unchanged`} />
        <Stat
          label={source.model ? t`Predicted by ${source.model}` : t`Labelled`}
          value={<Count value={source.labelled} />}
          note={
            source.report.labels_known > 0 ? (
              source.model ? (
                <Trans>
                  <Count value={source.report.labels_known} /> had a prediction of it and kept that
                </Trans>
              ) : (
                <Trans>
                  <Count value={source.report.labels_known} /> had labels and kept them
                </Trans>
              )
            ) : undefined
          }
        />
        <a href="#problems" className={classes.door}>
          <Stat label={t`Refused`} value={<Count value={source.refused} />} />
        </a>
        {source.report.labels_refused > 0 && (
          <a href="#problems" className={classes.door}>
            <Stat
              label={t`Labels refused`}
              value={<Count value={source.report.labels_refused} />}
              note={t`their items are there`}
            />
          </a>
        )}
      </div>
      {unknown.length > 0 && (
        <section className={classes.unknown} aria-label={t`Labels that the schema does not have`}>
          <h2 className={classes.title}>
            <Trans>Labels that the schema does not have</Trans>
          </h2>
          <ul className={classes.names}>
            {unknown.map(([name, count]) => (
              <li key={name} className={classes.name}>
                {name} <Count value={count} />
              </li>
            ))}
          </ul>
          <p className={classes.fix}>
            <Trans>
              Add them to the{' '}
              <Link to="/projects/$slug/schema" params={{ slug: project.slug }}>
                schema
              </Link>{' '}
              or rename them in the files, then import the same files again: only the labels are
              added.
            </Trans>
          </p>
        </section>
      )}
      {hasProblems && <ImportProblems source={source} />}
    </Page>
  );
}

function Running({ job }: { job: Job }) {
  const { t, i18n } = useLingui();
  const cancel = useJobAction('cancel');
  const done = formatNumber(job.done, i18n.locale);
  const total = job.total === null ? null : formatNumber(job.total, i18n.locale);
  const rate = job.rate ? formatNumber(job.rate, i18n.locale, { maximumFractionDigits: 0 }) : null;
  const words =
    job.state === 'queued' && !job.started_at
      ? job.worker_seen
        ? t`Waits for a worker`
        : t`No worker is there to take it. Start one.`
      : total === null
        ? t`Reading and checking the files; nothing is taken yet`
        : rate
          ? t`${done} of ${total}, ${rate} a second`
          : t`${done} of ${total}`;
  return (
    <div className={classes.running}>
      <ProgressBar
        done={job.done}
        total={job.total}
        secondsLeft={job.seconds_left}
        label={job.cancel_requested ? t`Stopping…` : words}
      />
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={15} aria-hidden="true" />}
        disabled={!isLive(job) || job.cancel_requested}
        loading={cancel.isPending}
        onClick={() => cancel.mutate(job.id)}
      >
        <Trans>Stop</Trans>
      </Button>
      <ProblemAlert error={cancel.error} />
    </div>
  );
}
