import { NumberInput, Skeleton, TextInput } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { progressQuery } from '@/api/progress';
import { useProject, type Project } from '@/api/project';
import { ChoiceCards } from '@/components/choice-cards';
import { ErrorState } from '@/components/error-state';
import { Form } from '@/components/form';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { formatNumber } from '@/lib/format';
import { isProblem } from '@/lib/problem';
import { projectPath } from '@/lib/project-path';
import { useCreateBatch } from '../api/write-batch';
import { itemsOf, NEW_PLAN, toNewBatch, warningsOf, type Plan, type Pool } from '../model/plan';
import classes from './batch-form.module.css';
import { useBatchWords } from './batch-words';
import { ProjectAnnotators } from './project-annotators';
import { TermsFields } from './terms-fields';
import { TrainingField } from './training-field';

export function NewBatchPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/batches/new' });
  const project = useProject(slug);
  return project ? <NewBatch project={project} /> : null;
}

function NewBatch({ project }: { project: Project }) {
  const progress = useQuery(progressQuery(project.id));
  return (
    <Page width="reading">
      <PageHeader
        title={<Trans>New batch</Trans>}
        context={<Trans>It is a draft first: nobody gets a task before you open it.</Trans>}
      />
      {progress.isError ? (
        <ErrorState error={progress.error} onRetry={() => void progress.refetch()} />
      ) : progress.data ? (
        <NewBatchForm
          project={project}
          pool={{ items: progress.data.items ?? 0, unbatched: progress.data.unbatched ?? 0 }}
        />
      ) : (
        <Skeleton height={320} />
      )}
    </Page>
  );
}

function NewBatchForm({ project, pool }: { project: Project; pool: Pool }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { kinds } = useBatchWords();
  const [plan, setPlan] = useState<Plan>({
    ...NEW_PLAN,
    choice: pool.unbatched > 0 ? 'unbatched' : 'all',
  });
  const set = (patch: Partial<Plan>) => setPlan((now) => ({ ...now, ...patch }));
  const create = useCreateBatch(
    project.id,
    (batch) => void navigate({ to: projectPath(project.slug, `batches/${batch.id}`) }),
  );
  const problem = isProblem(create.error) ? create.error : null;
  const unbatched = formatNumber(pool.unbatched, i18n.locale);
  const all = formatNumber(pool.items, i18n.locale);
  const isNameTaken = problem?.code === 'name-taken';
  const isTraining = plan.kind === 'training';

  return (
    <Form
      submitLabel={t`Make the batch`}
      isBusy={create.isPending}
      isDisabled={plan.name.trim() === ''}
      onCancel={() => void navigate({ to: projectPath(project.slug, 'batches') })}
      onSubmit={() => create.mutate(toNewBatch(plan))}
    >
      <TextInput
        label={t`Name`}
        autoFocus
        maxLength={100}
        value={plan.name}
        error={isNameTaken ? t`Another batch has this name.` : problem?.at('/name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <ChoiceCards
        label={t`Kind`}
        value={plan.kind}
        onChange={(kind) => set({ kind })}
        cards={kindsFor(project).map((value) => ({ value, ...kinds[value] }))}
      />
      {isTraining ? (
        <NumberInput
          className={classes.short}
          label={t`Items`}
          description={t`At most so many of those with a gold answer that are done in every other batch. From then on these gold answers measure nobody, and their items go into no other batch.`}
          min={1}
          max={1000}
          value={plan.some}
          error={problem?.at('/items')}
          onChange={(value) => set({ some: Math.max(1, Number(value) || 1) })}
        />
      ) : (
        <ChoiceCards
          label={t`Items`}
          value={plan.choice}
          onChange={(choice) => set({ choice })}
          cards={[
            {
              value: 'unbatched',
              title: <Trans>All that are in no batch yet</Trans>,
              note: <Trans>{unbatched} items</Trans>,
            },
            {
              value: 'some',
              title: <Trans>The oldest of those</Trans>,
              note: plan.choice === 'some' && (
                <span className={classes.some}>
                  <NumberInput
                    aria-label={t`How many items`}
                    min={1}
                    max={Math.max(1, pool.unbatched)}
                    value={plan.some}
                    onChange={(value) => set({ some: Math.max(1, Number(value) || 1) })}
                  />
                  <Trans>of {unbatched} items</Trans>
                </span>
              ),
            },
            {
              value: 'all',
              title: <Trans>All items of the project</Trans>,
              note: <Trans>{all} items, also those that other batches have</Trans>,
            },
          ]}
        />
      )}
      {!isTraining && (
        <NumberInput
          className={classes.short}
          label={t`Overlap`}
          description={t`How many different people do each item. Two or more show where they disagree.`}
          min={1}
          max={50}
          clampBehavior="strict"
          value={plan.overlap}
          error={problem?.at('/overlap')}
          onChange={(value) => set({ overlap: Math.max(1, Number(value) || 1) })}
        />
      )}
      {!isTraining && (
        <TrainingField
          project={project.id}
          value={plan.training}
          error={problem?.at('/training')}
          onChange={(training) => set({ training })}
        />
      )}
      <ProjectAnnotators
        project={project}
        value={plan.annotators}
        error={problem?.at('/annotators')}
        onChange={(annotators) => set({ annotators })}
      />
      <TermsFields plan={plan} onChange={set} problem={problem} />
      {isTraining ? <TrainingTotal plan={plan} pool={pool} /> : <Total plan={plan} pool={pool} />}
      <ProblemAlert
        error={isNameTaken ? null : create.error}
        shownPointers={[
          '/name',
          '/overlap',
          '/lease_minutes',
          '/due_at',
          '/instructions',
          '/price',
          '/pass_mark',
          '/training',
          '/shows_predictions',
          '/items',
        ]}
      />
    </Form>
  );
}

/** Whoever may not know of gold answers makes no training: its items tell which have one. */
function kindsFor(project: Project): Plan['kind'][] {
  return project.may.includes('see_gold')
    ? ['production', 'pilot', 'training']
    : ['production', 'pilot'];
}

function TrainingTotal({ plan, pool }: { plan: Plan; pool: Pool }) {
  const { t } = useLingui();
  const people = plan.annotators.length;
  return (
    <div className={classes.total} role="status">
      <p className={classes.sum}>
        <Trans>
          Each of <Plural value={people} one="# person" other="# people" /> does every item on their
          own.
        </Trans>
      </p>
      {warningsOf(plan, pool).map((warning) => (
        <p key={warning} className={classes.warning}>
          <IconAlertTriangle size={15} aria-hidden="true" />
          {t`Nobody is chosen; choose annotators before you open it.`}
        </p>
      ))}
    </div>
  );
}

/** What the plan comes to, and what still keeps it from being opened. */
function Total({ plan, pool }: { plan: Plan; pool: Pool }) {
  const { t } = useLingui();
  const items = itemsOf(plan, pool);
  const tasks = items * plan.overlap;
  const people = plan.annotators.length;
  const overlap = plan.overlap;
  const words = {
    'no-items': t`There is no item to take.`,
    'no-annotators': t`Nobody is chosen; choose annotators before you open it.`,
    'too-few-annotators': t`An overlap of ${overlap} needs ${overlap} annotators; ${people} are chosen.`,
  };
  return (
    <div className={classes.total} role="status">
      <p className={classes.sum}>
        <Trans>
          <strong>
            <Plural value={tasks} one="# task" other="# tasks" />
          </strong>{' '}
          from <Plural value={items} one="# item" other="# items" />, for{' '}
          <Plural value={people} one="# person" other="# people" />
        </Trans>
      </p>
      {warningsOf(plan, pool).map((warning) => (
        <p key={warning} className={classes.warning}>
          <IconAlertTriangle size={15} aria-hidden="true" />
          {words[warning]}
        </p>
      ))}
    </div>
  );
}
