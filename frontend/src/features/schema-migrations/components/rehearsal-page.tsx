import { Button, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { jobQuery, useJobAction, useLiveJob, type Job } from '@/api/jobs';
import { pollWhile } from '@/api/polling';
import { useProject, type Project } from '@/api/project';
import { schemaDraftQuery } from '@/api/schema-draft';
import { schemaMigrationsQuery, type SchemaMigration } from '@/api/schema-migrations';
import { schemaVersionQuery } from '@/api/schema-version';
import { useSchemaVersions } from '@/api/schema-versions';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { ProgressBar } from '@/components/progress-bar';
import { RelativeTime } from '@/components/relative-time';
import { projectPath } from '@/lib/project-path';
import { readDocument, type SchemaDocument } from '@/lib/schema-document';
import { useDelayed } from '@/lib/use-delayed';
import { rehearsalQuery, rehearsalsQuery, type Rehearsal } from '../api/rehearsals';
import { flowId, type Flow } from '../model/flow-layout';
import { byImportance, REFUSED, rowsOfFlow, type Row } from '../model/outcome';
import type { RehearsalSearch } from '../search';
import { ApplyPanel } from './apply-panel';
import { ComparePicker } from './compare-picker';
import { FlowPicture } from './flow-picture';
import { useNames } from '@/lib/schema-names';
import { OutcomeTable } from './outcome-table';
import classes from './rehearsal-page.module.css';
import { Samples } from './samples';
import { Summary } from './summary';
import { Touches } from './touches';

/** What would become of the labels, before anything happens. */
export function RehearsalPage() {
  const { slug, rehearsal } = useParams({ from: '/in/projects/$slug/rehearsals/$rehearsal' });
  const project = useProject(slug);
  return project ? <Loaded key={rehearsal} project={project} id={rehearsal} /> : null;
}

function Loaded({ project, id }: { project: Project; id: string }) {
  const rehearsal = useQuery(rehearsalQuery(id));
  const isShown = useDelayed(rehearsal.isPending);
  if (rehearsal.isError) {
    return (
      <ErrorState error={rehearsal.error} onRetry={() => void rehearsal.refetch()} level="h1" />
    );
  }
  if (!rehearsal.data) return isShown ? <Waiting /> : null;
  return rehearsal.data.state === 'done' ? (
    <Rehearsed project={project} rehearsal={rehearsal.data} />
  ) : (
    <Counting project={project} rehearsal={rehearsal.data} />
  );
}

interface RehearsalProps {
  project: Project;
  rehearsal: Rehearsal;
}

function Counting({ project, rehearsal }: RehearsalProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const asked = useQuery({
    ...jobQuery(rehearsal.job ?? ''),
    enabled: rehearsal.job !== null,
    refetchInterval: pollWhile((each: Job) => each.state === 'running' || each.state === 'queued'),
  });
  const job = useLiveJob(project.id, asked.data ?? null);
  const queryClient = useQueryClient();
  const retry = useJobAction('retry');
  const isFailed = rehearsal.state === 'failed' || job?.state === 'failed';
  // It is running again then, and only one that runs is asked about again and again.
  const onSuccess = () =>
    queryClient.invalidateQueries({ queryKey: rehearsalQuery(rehearsal.id).queryKey });
  return (
    <Page width="reading">
      <PageHeader title={<Trans>Rehearsal</Trans>} context={<Started rehearsal={rehearsal} />} />
      {isFailed ? (
        <div className={classes.counting} role="alert">
          <p>
            <Trans>The count did not get to its end. No label has changed.</Trans>{' '}
            {job?.error?.detail}
          </p>
          <ProblemAlert error={retry.error} />
          <div className={classes.buttons}>
            {job && (
              <Button loading={retry.isPending} onClick={() => retry.mutate(job.id, { onSuccess })}>
                <Trans>Try again</Trans>
              </Button>
            )}
            <Button
              variant="default"
              onClick={() => void navigate({ to: projectPath(project.slug, 'schema/changes') })}
            >
              <Trans>Back to the plan</Trans>
            </Button>
          </div>
        </div>
      ) : (
        <div className={classes.counting} role="status">
          <ProgressBar
            label={t`Counting what would become of every label`}
            done={job?.done ?? 0}
            total={job?.total ?? null}
            secondsLeft={job?.seconds_left}
          />
          <p className={classes.quiet}>
            <Trans>Nothing changes. You can leave; it goes on, and stays here to be read.</Trans>
          </p>
        </div>
      )}
    </Page>
  );
}

function Started({ rehearsal }: { rehearsal: Rehearsal }) {
  const { from_version: from, created_by: who, created_at } = rehearsal;
  return (
    <>
      <Trans>
        From schema version {from}, by {who}
      </Trans>{' '}
      · <RelativeTime value={created_at} />
    </>
  );
}

function Rehearsed({ project, rehearsal }: RehearsalProps) {
  const { t } = useLingui();
  const search = useSearch({ from: '/in/projects/$slug/rehearsals/$rehearsal' });
  const navigate = useNavigate({ from: '/projects/$slug/rehearsals/$rehearsal' });
  const past = useQuery(rehearsalsQuery(project.id)).data ?? [];
  const others = past.filter(({ id, state }) => id !== rehearsal.id && state === 'done');
  const earlier = others.find(({ id }) => id === search.compare) ?? null;
  const migrations = useQuery(schemaMigrationsQuery(project.id)).data?.results;
  const applied = migrations?.find((each) => each.rehearsal === rehearsal.id) ?? null;
  const { before, after } = useBothSchemas(project, rehearsal, applied);
  const names = useNames(before, after);
  const rows = useMemo(() => byImportance(rehearsal.tally.rows), [rehearsal]);
  const { flows } = rehearsal.tally;
  const flow = flows.find((each) => flowId(each) === search.flow) ?? null;
  const isRefusedShown = search.row === REFUSED;
  const shown = rows.find(({ bucket }) => bucket === search.row) ?? null;
  const buckets = shownBuckets(flow, shown, isRefusedShown, rows);

  const go = (change: RehearsalSearch) =>
    void navigate({
      search: (old) => ({ ...old, ...change }),
      replace: true,
      resetScroll: false,
    });
  const handleRow = (row: string) => go({ row, flow: undefined, sample: undefined });
  const handleFlow = (each: Flow | null) =>
    go({ flow: each ? flowId(each) : undefined, row: undefined, sample: undefined });

  return (
    <Page>
      <PageHeader
        title={<Trans>Rehearsal</Trans>}
        context={<Started rehearsal={rehearsal} />}
        secondary={
          others.length > 0 && (
            <ComparePicker
              others={others}
              value={search.compare ?? null}
              onChange={(compare) => go({ compare: compare ?? undefined })}
            />
          )
        }
      />
      <Summary rehearsal={rehearsal} earlier={earlier} before={before} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <FlowPicture
            flows={flows}
            rows={rows}
            before={before}
            after={after}
            names={names}
            chosen={search.flow ?? null}
            onChoose={handleFlow}
          />
          <OutcomeTable
            rows={rows}
            refused={rehearsal.tally.annotations.refused}
            operations={rehearsal.operations}
            earlier={earlier}
            names={names}
            chosen={flow ? null : (search.row ?? buckets[0] ?? null)}
            onChoose={handleRow}
          />
          <Samples
            project={project}
            rehearsal={rehearsal.id}
            buckets={buckets}
            flow={flow}
            refused={buckets[0] === REFUSED ? rehearsal.tally.annotations.refused : 0}
            index={(search.sample ?? 1) - 1}
            onIndex={(index) => go({ sample: index > 0 ? index + 1 : undefined })}
            before={before}
            after={after}
            names={names}
          />
        </div>
        <aside className={classes.side} aria-label={t`Before you apply it`}>
          <ApplyPanel project={project} rehearsal={rehearsal} applied={applied} names={names} />
          <Touches project={project} rehearsal={rehearsal} names={names} />
        </aside>
      </div>
    </Page>
  );
}

/** Of what the samples are: a flow, the row that was asked for, or else the most important one. */
function shownBuckets(
  flow: Flow | null,
  row: Row | null,
  isRefused: boolean,
  rows: readonly Row[],
): string[] {
  if (flow) return rowsOfFlow(flow, rows).map(({ bucket }) => bucket);
  if (isRefused) return [REFUSED];
  const first = row ?? rows[0];
  return first ? [first.bucket] : [];
}

/** The schema it starts from, and the one it leads to: the draft, or what was published of it. */
function useBothSchemas(project: Project, rehearsal: Rehearsal, applied: SchemaMigration | null) {
  const versions = useSchemaVersions(project.id);
  const from = versions.rows.find(({ number }) => number === rehearsal.from_version);
  const current = useQuery({
    ...schemaVersionQuery(project.schema_version ?? ''),
    enabled: project.schema_version !== null && !from,
  });
  const draft = useQuery(schemaDraftQuery(project.id));
  const next = versions.rows.find(({ number }) => number === applied?.to_version);
  const before = useMemo(
    () => readDocument(from?.document ?? current.data?.document),
    [from, current.data],
  );
  const after: SchemaDocument | null = useMemo(
    () => readDocument(next?.document ?? draft.data?.document),
    [next, draft.data],
  );
  return { before, after };
}

function Waiting() {
  return (
    <Page>
      <Skeleton height={28} width={180} mb="lg" />
      <Skeleton height={60} mb="md" />
      <Skeleton height={320} />
    </Page>
  );
}
