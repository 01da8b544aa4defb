import { Button, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { usePublishSchemaDraft } from '@/api/schema-draft';
import { isUnderWay, schemaMigrationsQuery } from '@/api/schema-migrations';
import { ProblemAlert } from '@/components/problem-alert';
import { ProjectProblem } from '@/components/project-problem';
import { RelativeTime } from '@/components/relative-time';
import { useCommands } from '@/lib/commands';
import { projectPath } from '@/lib/project-path';
import { showToast } from '@/lib/toasts';
import { rehearsalsQuery, useRehearse } from '../api/rehearsals';
import type { Proposal } from '../api/differences';
import classes from './next-step.module.css';

interface NextStepProps {
  project: Project;
  proposal: Proposal;
  /** Of the version that is going to be. */
  number: number;
  isSaving: boolean;
}

/** The one thing to do: rehearse, or publish where no label is touched. */
export function NextStep({ project, proposal, number, isSaving }: NextStepProps) {
  const { plan } = proposal;
  if (plan && !plan.touches_labels) {
    return <PublishNow project={project} proposal={proposal} number={number} />;
  }
  return <Rehearse project={project} isReady={plan !== null && !isSaving} />;
}

function Rehearse({ project, isReady }: { project: Project; isReady: boolean }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const rehearse = useRehearse(project.id);
  const past = useQuery(rehearsalsQuery(project.id)).data ?? [];
  const running = useQuery(schemaMigrationsQuery(project.id)).data?.results.find(isUnderWay);
  const at = (id: string) => projectPath(project.slug, `rehearsals/${id}`);
  const handleRehearse = () => {
    if (isReady && !rehearse.isPending)
      rehearse.mutate(undefined, { onSuccess: ({ id }) => void navigate({ to: at(id) }) });
  };
  useCommands([
    { name: 'schema.rehearse', title: t`Rehearse`, shortcut: 'mod+enter', run: handleRehearse },
  ]);
  return (
    <section className={classes.next}>
      <Button
        fullWidth
        onClick={handleRehearse}
        disabled={!isReady}
        loading={rehearse.isPending}
        aria-keyshortcuts="Control+Enter"
      >
        <Trans>Rehearse</Trans>
      </Button>
      <p className={classes.note}>
        <Trans>
          Counts what would become of every label and shows it on real items. Nothing changes yet.
        </Trans>
      </p>
      {running && (
        <p className={classes.note}>
          <Trans>
            A schema migration is running. Applying this one has to wait for it.{' '}
            <Link to={projectPath(project.slug, 'schema/migrations')}>Look at it</Link>
          </Trans>
        </p>
      )}
      <ProblemAlert error={rehearse.error} />
      {past.length > 0 && (
        <details className={classes.past}>
          <summary>
            <Trans>Earlier rehearsals</Trans>
          </summary>
          <ul>
            {past.slice(0, 5).map((each) => (
              <li key={each.id}>
                <Link to={at(each.id)}>
                  <RelativeTime value={each.created_at} />
                </Link>{' '}
                {each.created_by}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function PublishNow({ project, proposal, number }: Omit<NextStepProps, 'isSaving'>) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const publish = usePublishSchemaDraft(project);
  const [note, setNote] = useState('');
  const handlePublish = () =>
    publish.mutate(
      { note: note.trim(), version: proposal.version },
      {
        onSuccess: () => {
          showToast({ message: t`Schema version ${number} is published`, tone: 'good' });
          void navigate({ to: projectPath(project.slug, 'schema') });
        },
      },
    );
  return (
    <section className={classes.next}>
      <p className={classes.note}>
        <Trans>No label is touched, so there is nothing to rehearse.</Trans>
      </p>
      <Textarea
        label={t`Why it changed`}
        description={t`Stands in the version history.`}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ProjectProblem slug={project.slug} error={publish.error} />
      <Button fullWidth loading={publish.isPending} onClick={handlePublish}>
        <Trans>Publish version {number}</Trans>
      </Button>
    </section>
  );
}
