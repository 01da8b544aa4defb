import { Button, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { batchQuery, type Batch } from '@/api/batches';
import type { Project } from '@/api/project';
import { Dialog } from '@/components/dialog';
import { Form } from '@/components/form';
import { ProblemAlert } from '@/components/problem-alert';
import { formatDateTime } from '@/lib/format';
import { isProblem } from '@/lib/problem';
import { useChangeBatch } from '../api/write-batch';
import { changedFields, changesOf, planOf, type EditedField, type Plan } from '../model/plan';
import classes from './batch-form.module.css';
import { useBatchWords } from './batch-words';
import { ProjectAnnotators } from './project-annotators';
import { TermsFields } from './terms-fields';
import { TrainingField } from './training-field';

interface EditBatchDialogProps {
  project: Project;
  batch: Batch;
  onClose: () => void;
}

/**
 * Edits what the batch was when the dialog opened. If a colleague was first, both states stand side by side and
 * nothing is overwritten unseen.
 */
export function EditBatchDialog({ project, batch, onClose }: EditBatchDialogProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [base, setBase] = useState(batch);
  const [plan, setPlan] = useState<Plan>(() => planOf(batch));
  const [theirs, setTheirs] = useState<Batch | null>(null);
  const set = (patch: Partial<Plan>) => setPlan((now) => ({ ...now, ...patch }));
  const change = useChangeBatch(batch.id);
  const problem = isProblem(change.error) ? change.error : null;
  const isNameTaken = problem?.code === 'name-taken';
  const changes = changesOf(plan, base);

  const save = (from: Batch) =>
    change.mutate(
      { version: from.version, changes: changesOf(plan, from) },
      {
        onSuccess: onClose,
        onError: async (error) => {
          if (!isProblem(error, 412)) return;
          setTheirs(await queryClient.fetchQuery({ ...batchQuery(batch.id), staleTime: 0 }));
        },
      },
    );

  const handleTakeTheirs = (now: Batch) => {
    setBase(now);
    setPlan(planOf(now));
    setTheirs(null);
    change.reset();
  };
  // Only what I changed goes over theirs; the rest of the form becomes what they saved.
  const handleKeepMine = (now: Batch) => {
    const mine = new Set<string>(Object.keys(changes));
    const fresh = planOf(now);
    const merged: Plan = {
      ...fresh,
      name: mine.has('name') ? plan.name : fresh.name,
      reviewPolicy: mine.has('review_policy') ? plan.reviewPolicy : fresh.reviewPolicy,
      leaseMinutes: mine.has('lease_minutes') ? plan.leaseMinutes : fresh.leaseMinutes,
      due: mine.has('due_at') ? plan.due : fresh.due,
      instructions: mine.has('instructions') ? plan.instructions : fresh.instructions,
      price: mine.has('price') ? plan.price : fresh.price,
      passMark: mine.has('pass_mark') ? plan.passMark : fresh.passMark,
      training: mine.has('training') ? plan.training : fresh.training,
      showsPredictions: mine.has('shows_predictions')
        ? plan.showsPredictions
        : fresh.showsPredictions,
      annotators: mine.has('annotators') ? plan.annotators : fresh.annotators,
    };
    setBase(now);
    setPlan(merged);
    setTheirs(null);
    change.reset();
  };

  return (
    <Dialog isOpen title={t`Edit the batch`} size="lg" onClose={onClose}>
      <Form
        submitLabel={t`Save`}
        isBusy={change.isPending}
        isDisabled={plan.name.trim() === '' || Object.keys(changes).length === 0 || theirs !== null}
        onCancel={onClose}
        onSubmit={() => save(base)}
      >
        {theirs && (
          <Conflict
            fields={changedFields(base, theirs)}
            theirs={theirs}
            onKeepMine={() => handleKeepMine(theirs)}
            onTakeTheirs={() => handleTakeTheirs(theirs)}
          />
        )}
        <TextInput
          label={t`Name`}
          data-autofocus
          maxLength={100}
          value={plan.name}
          error={isNameTaken ? t`Another batch has this name.` : problem?.at('/name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <ProjectAnnotators
          project={project}
          value={plan.annotators}
          error={problem?.at('/annotators')}
          onChange={(annotators) => set({ annotators })}
        />
        {(batch.kind === 'pilot' || batch.kind === 'production') && batch.state === 'draft' && (
          <TrainingField
            project={project.id}
            value={plan.training}
            error={problem?.at('/training')}
            onChange={(training) => set({ training })}
          />
        )}
        <TermsFields plan={plan} onChange={set} problem={problem} />
        <ProblemAlert
          error={isNameTaken || isProblem(change.error, 412) ? null : change.error}
          shownPointers={[
            '/name',
            '/lease_minutes',
            '/due_at',
            '/instructions',
            '/price',
            '/pass_mark',
            '/training',
            '/shows_predictions',
          ]}
        />
      </Form>
    </Dialog>
  );
}

interface ConflictProps {
  fields: readonly EditedField[];
  theirs: Batch;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

function Conflict({ fields, theirs, onKeepMine, onTakeTheirs }: ConflictProps) {
  const { t, i18n } = useLingui();
  const { reviews } = useBatchWords();
  const people = theirs.annotators.map(({ name, pseudonym }) => name ?? pseudonym).join(', ');
  const words: Record<EditedField, [string, string]> = {
    name: [t`Name`, theirs.name],
    review_policy: [t`Review`, reviews[theirs.review_policy].title],
    lease_minutes: [t`Minutes for a task`, String(theirs.lease_minutes)],
    due_at: [t`Due`, theirs.due_at ? formatDateTime(theirs.due_at, i18n.locale) : '–'],
    instructions: [t`Instructions`, theirs.instructions || '–'],
    price: [t`Price of a task`, theirs.price ?? '–'],
    pass_mark: [t`Needed to pass, in percent`, String(theirs.pass_mark ?? '–')],
    training: [t`Training to be passed before`, theirs.training?.name ?? '–'],
    shows_predictions: [t`Shows predictions`, theirs.shows_predictions ? t`yes` : t`no`],
    annotators: [t`Annotators`, people || '–'],
  };
  return (
    <div className={classes.conflict} role="alert">
      <p>
        {fields.length > 0 ? (
          <Trans>Somebody saved this batch while you edited it. Now it says:</Trans>
        ) : (
          <Trans>The batch was opened, paused or closed while you edited it.</Trans>
        )}
      </p>
      {fields.length > 0 && (
        <dl>
          {fields.map((field) => {
            const [label, value] = words[field];
            return [<dt key={`${field}-t`}>{label}</dt>, <dd key={field}>{value}</dd>];
          })}
        </dl>
      )}
      <div className={classes.buttons}>
        <Button variant="default" size="xs" onClick={onKeepMine}>
          <Trans>Keep what I changed</Trans>
        </Button>
        <Button variant="default" size="xs" onClick={onTakeTheirs}>
          <Trans>Drop it and take theirs</Trans>
        </Button>
      </div>
    </div>
  );
}
