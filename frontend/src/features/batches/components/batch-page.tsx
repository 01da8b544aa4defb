import { Button, Skeleton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconSquareCheck } from '@tabler/icons-react';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { batchQuery, type Batch } from '@/api/batches';
import { mayAsk } from '@/api/asking';
import { useProject, type Project } from '@/api/project';
import { AskButton } from '@/components/ask-button';
import { Chip } from '@/components/chip';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { TaskBar } from '@/components/task-bar';
import { useSubject } from '@/lib/asking';
import { useBreadcrumb } from '@/lib/breadcrumb';
import { useCommands } from '@/lib/commands';
import { formatPercent } from '@/lib/format';
import { showToast } from '@/lib/toasts';
import { projectPath } from '@/lib/project-path';
import { useMoveBatch, type Move } from '../api/write-batch';
import classes from './batch-page.module.css';
import { STATE_TONES, useBatchWords } from './batch-words';
import { EditBatchDialog } from './edit-batch-dialog';
import { Shares } from './shares';
import { TaskList } from './task-list';
import { Trainees } from './trainees';

export function BatchPage() {
  const { slug, batch } = useParams({ from: '/in/projects/$slug/batches/$batch' });
  const project = useProject(slug);
  const found = useQuery(batchQuery(batch));
  useBreadcrumb(found.data?.name);
  if (found.isError) return <ErrorState error={found.error} level="h1" />;
  if (!project || !found.data) {
    return (
      <Page>
        <Skeleton height={28} width={240} mb="xl" />
        <Skeleton height={120} />
      </Page>
    );
  }
  return <OneBatch project={project} batch={found.data} />;
}

function OneBatch({ project, batch }: { project: Project; batch: Batch }) {
  const { t } = useLingui();
  const { state } = useSearch({ from: '/in/projects/$slug/batches/$batch' });
  useSubject({ batch: batch.id });
  const { states, kinds } = useBatchWords();
  const [isEditing, setIsEditing] = useState(false);
  const [asking, setAsking] = useState<Move | null>(null);
  const canRun = project.may.includes('run_batches');
  const move = useMoveBatch(batch.id);
  const name = batch.name;
  const handleMove = (to: Move) =>
    move.mutate(to, {
      onSuccess: () => {
        setAsking(null);
        const done = {
          open: t`${name} gives out tasks.`,
          pause: t`${name} gives out no more tasks for now.`,
          close: t`${name} is closed.`,
        };
        showToast({ message: done[to], tone: 'good' });
      },
    });
  // Opening and pausing can be taken back at once; closing says first what stays undone.
  const request = (to: Move) => (to === 'close' ? setAsking(to) : handleMove(to));
  const next: Move | null = batch.state === 'open' ? 'pause' : 'open';
  const nextLabel =
    batch.state === 'open' ? t`Pause` : batch.state === 'draft' ? t`Open the batch` : t`Open again`;
  useCommands([
    {
      name: 'batch.edit',
      title: t`Edit the batch`,
      shortcut: 'e',
      when: () => canRun,
      run: () => setIsEditing(true),
    },
    { name: 'batch.move', title: nextLabel, when: () => canRun, run: () => request(next) },
    {
      name: 'batch.close',
      title: t`Close the batch`,
      when: () => canRun && (batch.state === 'open' || batch.state === 'paused'),
      run: () => request('close'),
    },
  ]);

  return (
    <Page>
      <PageHeader
        title={
          <span className={classes.title}>
            {batch.name}
            <StatusBadge tone={STATE_TONES[batch.state]}>{states[batch.state]}</StatusBadge>
            <Chip hint={kinds[batch.kind].note}>{kinds[batch.kind].title}</Chip>
          </span>
        }
        context={<Terms project={project} batch={batch} />}
        secondary={
          <>
            {mayAsk(project) && <AskButton />}
            {canRun && (
              <Button
                variant="default"
                leftSection={<IconPencil size={15} aria-hidden="true" />}
                onClick={() => setIsEditing(true)}
              >
                <Trans>Edit</Trans>
              </Button>
            )}
            {canRun && (batch.state === 'open' || batch.state === 'paused') && (
              <Button
                variant="default"
                leftSection={<IconSquareCheck size={15} aria-hidden="true" />}
                onClick={() => request('close')}
              >
                <Trans context="a batch">Close</Trans>
              </Button>
            )}
            {canRun && batch.state === 'open' && (
              <Button
                variant="default"
                loading={move.isPending}
                leftSection={<IconPlayerPause size={15} aria-hidden="true" />}
                onClick={() => request('pause')}
              >
                {nextLabel}
              </Button>
            )}
          </>
        }
        primary={
          canRun && batch.state !== 'open'
            ? {
                label: nextLabel,
                icon: <IconPlayerPlay size={15} aria-hidden="true" />,
                isBusy: move.isPending,
                isDisabled: batch.filling !== null,
                onClick: () => request('open'),
              }
            : undefined
        }
      />
      {!asking && move.isError && (
        <div className={classes.problem}>
          <ProblemAlert error={move.error} />
        </div>
      )}
      {batch.instructions && <p className={classes.instructions}>{batch.instructions}</p>}
      <div className={classes.progress}>
        <TaskBar
          counts={batch.tasks}
          label={t`Tasks by state`}
          to={projectPath(project.slug, `batches/${batch.id}`)}
          current={state}
        />
      </div>
      {batch.pass_mark === null ? (
        <Shares batch={batch} />
      ) : (
        project.may.includes('see_gold') && <Trainees batch={batch} />
      )}
      <TaskList project={project} batch={batch} />
      {isEditing && (
        <EditBatchDialog project={project} batch={batch} onClose={() => setIsEditing(false)} />
      )}
      {asking === 'close' && (
        <CloseBatch
          batch={batch}
          isBusy={move.isPending}
          error={move.error}
          onConfirm={() => handleMove('close')}
          onCancel={() => {
            setAsking(null);
            move.reset();
          }}
        />
      )}
    </Page>
  );
}

/** The terms of the batch in one line. */
function Terms({ project, batch }: { project: Project; batch: Batch }) {
  const { i18n } = useLingui();
  const { reviews } = useBatchWords();
  const { items, overlap, annotators, due_at: due } = batch;
  const people = annotators.length;
  const passMark =
    batch.pass_mark === null ? null : formatPercent(batch.pass_mark / 100, i18n.locale);
  return (
    <>
      <Plural value={items} one="# item" other="# items" /> ·{' '}
      {batch.pass_mark === null ? (
        <Plural value={overlap} one="one person each" other="# people each" />
      ) : (
        <Trans>everybody does each</Trans>
      )}{' '}
      · <Plural value={people} one="# annotator" other="# annotators" /> ·{' '}
      {passMark === null ? reviews[batch.review_policy].title : <Trans>{passMark} to pass</Trans>}
      {batch.training && (
        <>
          {' · '}
          <Trans>
            after the training{' '}
            <Link to={projectPath(project.slug, `batches/${batch.training.id}`)}>
              {batch.training.name}
            </Link>
          </Trans>
        </>
      )}
      {due && (
        <>
          {' · '}
          <Trans>
            due <RelativeTime value={due} />
          </Trans>
        </>
      )}
      {batch.filling && (
        <>
          {' · '}
          <Trans>items are still being added</Trans>
        </>
      )}
    </>
  );
}

interface CloseBatchProps {
  batch: Batch;
  isBusy: boolean;
  error: unknown;
  onConfirm: () => void;
  onCancel: () => void;
}

function CloseBatch({ batch, isBusy, error, onConfirm, onCancel }: CloseBatchProps) {
  const { t } = useLingui();
  const name = batch.name;
  const { open, skipped, leased, returned, submitted } = batch.tasks;
  const losses = [
    { count: open + skipped, label: t`open tasks that nobody will get` },
    { count: leased, label: t`in work, which can still be submitted` },
    { count: returned, label: t`returned, which can still be done again` },
    { count: submitted, label: t`that still wait for review` },
  ].filter(({ count }) => count > 0);
  return (
    <ConfirmDialog
      isOpen
      isDangerous={losses.length > 0}
      title={t`Close ${name}?`}
      confirmLabel={t`Close the batch`}
      losses={losses}
      isBusy={isBusy}
      error={error}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <Trans>It gives out no more tasks. What was made stays, and you can open it again.</Trans>
    </ConfirmDialog>
  );
}
