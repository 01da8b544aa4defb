import { Button, Loader, Modal, Textarea } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Project } from '@/api/project';
import { Count } from '@/components/count';
import { ProblemAlert } from '@/components/problem-alert';
import { ProjectProblem } from '@/components/project-problem';
import { useSuspendedCommands } from '@/lib/commands';
import { jobQuery } from '../api/job';
import { previewQuery, usePublishVersion, type Preview, type Source } from '../api/publish';
import { isLive, versionsKey, type DatasetVersionDetail } from '../api/versions';
import { gaps } from '../model/distribution';
import { DEFAULT_SHARES, type Shares } from '../model/shares';
import { GapNote } from './gap-note';
import { Hash } from './hash';
import { JobProgress } from './job-progress';
import { LabelCharts } from './label-charts';
import classes from './publish-dialog.module.css';
import { SourceField } from './source-field';
import { SplitsField } from './splits-field';
import { useCharts } from './use-charts';

interface PublishDialogProps {
  isOpen: boolean;
  project: Project;
  /** The shares of the version before, so that the next divides alike. */
  initialShares: Shares | null;
  onClose: () => void;
  onOpenVersion: (number: number) => void;
}

/** What goes into the next version, seen before it is published; then how far that is. */
export function PublishDialog(props: PublishDialogProps) {
  const { t } = useLingui();
  const [made, setMade] = useState<DatasetVersionDetail | null>(null);
  useSuspendedCommands(props.isOpen);
  const handleClose = () => {
    props.onClose();
    setMade(null);
  };
  return (
    <Modal
      opened={props.isOpen}
      onClose={handleClose}
      title={made ? t`Dataset version ${made.number}` : t`Publish a dataset version`}
      size={made ? 'md' : 'xl'}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {made ? (
        <Progress made={made} {...props} onClose={handleClose} onAgain={() => setMade(null)} />
      ) : (
        <Form {...props} onClose={handleClose} onMade={setMade} />
      )}
    </Modal>
  );
}

type FormProps = PublishDialogProps & { onMade: (version: DatasetVersionDetail) => void };

function Form({ project, initialShares, onClose, onMade }: FormProps) {
  const { t } = useLingui();
  const [source, setSource] = useState<Source>('accepted');
  const [shares, setShares] = useState(initialShares ?? DEFAULT_SHARES);
  const [note, setNote] = useState('');
  const [settled] = useDebouncedValue(shares, 250);
  const accepted = useQuery(previewQuery(project.id, 'accepted', settled));
  const submitted = useQuery(previewQuery(project.id, 'submitted', settled));
  const preview = source === 'accepted' ? accepted : submitted;
  const publish = usePublishVersion(project.id);
  const { data } = preview;
  const isEmpty = !data?.counts || data.counts.annotations === 0;
  const number = data?.number;

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        publish.mutate({ source, shares, note: note.trim() }, { onSuccess: onMade });
      }}
    >
      <SourceField
        value={source}
        onChange={setSource}
        accepted={accepted.data?.counts?.annotations}
        submitted={submitted.data?.counts?.annotations}
      />
      <SplitsField value={shares} onChange={setShares} />
      <section
        className={classes.preview}
        aria-label={t`What would be in it`}
        aria-busy={preview.isFetching}
        data-stale={preview.isPlaceholderData || undefined}
      >
        {preview.isError ? (
          <ProblemAlert error={preview.error} />
        ) : data ? (
          <PreviewView preview={data} project={project} />
        ) : (
          <Loader size="sm" color="gray" />
        )}
      </section>
      <Textarea
        label={t`What is new`}
        description={t`Stands beside the version, for those who pull it.`}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ProjectProblem slug={project.slug} error={publish.error} />
      <div className={classes.foot}>
        <p className={classes.forever}>
          <Trans>
            A published version never changes: not its items, not its labels, not a byte of its
            files. Later work goes into the next one.
          </Trans>
        </p>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            disabled={isEmpty || Boolean(data?.running)}
            loading={publish.isPending}
          >
            {number ? <Trans>Publish version {number}</Trans> : <Trans>Publish</Trans>}
          </Button>
        </div>
      </div>
    </form>
  );
}

function PreviewView({ preview, project }: { preview: Preview; project: Project }) {
  const { charts, splits } = useCharts(preview.counts, preview.schema_version?.id);
  if (!preview.schema_version) {
    return (
      <p className={classes.hold}>
        <Trans>Publish a label schema first: a version says what may be said in it.</Trans>
      </p>
    );
  }
  if (!preview.counts || preview.counts.annotations === 0) {
    return (
      <p className={classes.hold}>
        <Trans>There is nothing to publish yet: no annotation is in this state.</Trans>
      </p>
    );
  }
  const { items, annotations } = preview.counts;
  return (
    <>
      <p className={classes.summary}>
        <strong>
          <Plural value={items} one="# item" other="# items" />
        </strong>
        <span>
          <Plural value={annotations} one="# annotation" other="# annotations" />
        </span>
        {preview.counts.splits.map((split) => (
          <span key={split.name} className={classes.split}>
            {split.name} <Count value={split.items} />
          </span>
        ))}
      </p>
      <GapNote gaps={gaps(charts, splits)} />
      <div>
        <LabelCharts charts={charts} splits={splits} isCompact />
      </div>
      <p className={classes.aside}>
        <Trans>
          Each item falls into a split by its content and stays there in every version, so a small
          set only comes near the shares.
        </Trans>
      </p>
      {preview.other_schema > 0 && (
        <p className={classes.aside}>
          <Plural
            value={preview.other_schema}
            one="One annotation was saved under another schema version; it is left out if it does not fit the current one."
            other="# annotations were saved under another schema version; those that do not fit the current one are left out."
          />
        </p>
      )}
      {preview.running && (
        <p className={classes.hold}>
          <Trans>A version of {project.name} is being published now. Wait until it is done.</Trans>
        </p>
      )}
    </>
  );
}

type ProgressProps = PublishDialogProps & { made: DatasetVersionDetail; onAgain: () => void };

function Progress({ made, project, onClose, onAgain, onOpenVersion }: ProgressProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const job = useQuery({ ...jobQuery(made.job ?? ''), enabled: made.job !== null });
  const state = job.data?.state;
  const isOver = state !== undefined && !isLive(job.data);
  useEffect(() => {
    if (isOver) void queryClient.invalidateQueries({ queryKey: versionsKey(project.id) });
  }, [isOver, project.id, queryClient]);

  const number = made.number ?? 0;
  const identity = job.data?.report.identity;
  return (
    <div className={classes.form}>
      <div aria-live="polite" className={classes.progress}>
        {state === 'succeeded' ? (
          <>
            <p className={classes.done}>
              <Trans>
                Version {number} is published. It can be pulled as{' '}
                <code>
                  {made.slug}@{number}
                </code>
                .
              </Trans>
            </p>
            {typeof identity === 'string' && (
              <Hash sha256={identity} of={`${made.slug}@${number}`} isWhole />
            )}
          </>
        ) : isOver ? (
          <p className={classes.hold}>
            {state === 'cancelled' ? (
              <Trans>Publishing was cancelled. Nothing was published.</Trans>
            ) : (
              <Trans>Publishing failed: {job.data?.error?.detail} Nothing was published.</Trans>
            )}
          </p>
        ) : job.data ? (
          <JobProgress job={job.data} label={t`Freezing annotations and writing files`} />
        ) : (
          <Loader size="sm" color="gray" />
        )}
        <ProblemAlert error={job.error} />
        {!isOver && (
          <p className={classes.aside}>
            <Trans>You can close this: it goes on without you.</Trans>
          </p>
        )}
      </div>
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
        {state === 'succeeded' && (
          <Button data-autofocus onClick={() => onOpenVersion(number)}>
            <Trans>Open version {number}</Trans>
          </Button>
        )}
        {isOver && state !== 'succeeded' && (
          <Button onClick={onAgain}>
            <Trans>Publish again</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}
