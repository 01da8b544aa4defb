import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useJobAction } from '@/api/jobs';
import type { Project } from '@/api/project';
import {
  schemaMigrationsKey,
  useMigrationAction,
  type SchemaMigration,
} from '@/api/schema-migrations';
import { ProblemAlert } from '@/components/problem-alert';
import { ProgressBar } from '@/components/progress-bar';
import { formatNumber } from '@/lib/format';
import classes from './migration-progress.module.css';
import { TakeBackDialog } from './take-back-dialog';

interface MigrationProgressProps {
  project: Project;
  migration: SchemaMigration;
}

/** The schema migration that runs: how far, how fast, how long, and what can be done about it. */
export function MigrationProgress({ project, migration }: MigrationProgressProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const pause = useMigrationAction(project.id, 'pause');
  const resume = useMigrationAction(project.id, 'resume');
  const retry = useJobAction('retry');
  const [isAsking, setIsAsking] = useState(false);
  const { progress, to_version: number } = migration;
  const isPaused = migration.state === 'paused';
  const mayEdit = project.may.includes('edit_schema');
  const rate = progress.rate ? formatNumber(Math.round(progress.rate), i18n.locale) : null;
  const done = formatNumber(progress.done, i18n.locale);
  const handleRetry = async () => {
    for (const job of progress.failed) await retry.mutateAsync(job).catch(() => {}); // told below
    await queryClient.invalidateQueries({ queryKey: schemaMigrationsKey(project.id) });
  };
  return (
    <section className={classes.running} aria-label={t`The running schema migration`}>
      <ProgressBar
        label={
          isPaused
            ? t`Paused: carrying the labels to version ${number}`
            : t`Carrying the labels to version ${number}`
        }
        done={progress.done}
        total={progress.total}
        secondsLeft={isPaused ? null : progress.seconds_left}
        tone={isPaused ? 'warn' : 'accent'}
      />
      <p className={classes.words}>
        <Trans>{done} annotations looked at.</Trans>{' '}
        {rate && !isPaused && <Trans>{rate} a second.</Trans>}{' '}
        <Trans>New work goes on under the new version meanwhile.</Trans>
      </p>
      {progress.failed.length > 0 && (
        <div className={classes.failed} role="alert">
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>
            <Trans>A part of it stopped with an error. Nothing that was done is lost.</Trans>
          </span>
          <Button size="xs" loading={retry.isPending} onClick={() => void handleRetry()}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      <ProblemAlert error={pause.error ?? resume.error ?? retry.error} />
      {mayEdit && (
        <div className={classes.actions}>
          {isPaused ? (
            <Button
              size="xs"
              loading={resume.isPending}
              onClick={() => resume.mutate(migration.id)}
            >
              <Trans>Resume</Trans>
            </Button>
          ) : (
            <Button
              size="xs"
              variant="default"
              loading={pause.isPending}
              onClick={() => pause.mutate(migration.id)}
            >
              <Trans>Pause</Trans>
            </Button>
          )}
          {!migration.reverts && (
            <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
              <Trans>Take back…</Trans>
            </Button>
          )}
        </div>
      )}
      {isAsking && (
        <TakeBackDialog
          project={project}
          migration={migration}
          onClose={() => setIsAsking(false)}
        />
      )}
    </section>
  );
}
