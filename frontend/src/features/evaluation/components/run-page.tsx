import { Button, Select, Skeleton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useProject, type Project } from '@/api/project';
import { schemaVersionQuery } from '@/api/schema-version';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { StatusBadge } from '@/components/status-badge';
import { useBreadcrumb } from '@/lib/breadcrumb';
import type { SchemaDocument } from '@/lib/schema-document';
import { runQuery, useRuns, type ModelRun, type RunScore } from '../api/runs';
import { scoreQuery, useRequestScore, type RunScoreDetail } from '../api/scores';
import type { RunSearch } from '../search';
import { FieldSection } from './field-section';
import { LensNote } from './lens-note';
import classes from './run-page.module.css';
import { WorstItems } from './worst-items';

/** One model run: how well it fits the labels, label by label, and where it is wrong. */
export function RunPage() {
  const { slug, run } = useParams({ from: '/in/projects/$slug/models/$run' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <Loaded key={run} project={project} id={run} />;
}

function Loaded({ project, id }: { project: Project; id: string }) {
  const { data: run, error, refetch } = useQuery(runQuery(id));
  useBreadcrumb(run?.name ?? '…');
  if (run) return <Run project={project} run={run} />;
  if (error) {
    return (
      <ErrorState
        level="h1"
        error={error}
        onRetry={() => void refetch()}
        secondary={
          <Link to="/projects/$slug/models" params={{ slug: project.slug }}>
            <Trans>All models</Trans>
          </Link>
        }
      />
    );
  }
  return (
    <Page>
      <Skeleton height={28} width={220} mb="lg" />
      <Skeleton height={320} />
    </Page>
  );
}

/** What the address says, and how to say something else. */
function useRunSearch() {
  const search = useSearch({ from: '/in/projects/$slug/models/$run' });
  const navigate = useNavigate({ from: '/projects/$slug/models/$run' });
  const show = (change: RunSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return [search, show] as const;
}

function Run({ project, run }: { project: Project; run: ModelRun }) {
  const { t } = useLingui();
  const [search, show] = useRunSearch();
  const ask = useRequestScore(run.id, (score) => show({ score, item: undefined }));
  const shown = run.scores.find(({ id }) => id === search.score) ?? run.scores[0];
  const where = `${project.slug}@${run.dataset_version.number}${run.split ? ` ${run.split}` : ''}`;
  const isComplete = run.state === 'complete';
  return (
    <Page>
      <PageHeader
        title={run.name}
        context={run.note || t`Predictions on ${where}, under schema ${run.schema_version.number}`}
        secondary={
          <StatusBadge tone={isComplete ? 'good' : 'idle'}>
            {isComplete ? <Trans>Complete</Trans> : <Trans>Takes predictions</Trans>}
          </StatusBadge>
        }
      />
      <div className={classes.controls}>
        {run.scores.length > 0 && (
          <ScorePicker
            scores={run.scores}
            value={shown?.id ?? null}
            onChange={(score) => show({ score, item: undefined })}
          />
        )}
        {isComplete && <AskFor run={run} onAsk={ask.mutate} isBusy={ask.isPending} />}
        {shown && (
          <ComparePicker
            project={project}
            run={run}
            value={search.compare ?? null}
            onChange={(compare) => show({ compare: compare ?? undefined })}
          />
        )}
      </div>
      {ask.error !== null && <ProblemAlert error={ask.error} />}
      {shown ? (
        <Score
          id={shown.id}
          compare={search.compare}
          item={search.item}
          onOpen={(item) => show({ item: item ?? undefined })}
        />
      ) : (
        <EmptyState title={<Trans>Not scored yet</Trans>}>
          {isComplete ? (
            <Trans>Compare it with the labels of the dataset version.</Trans>
          ) : (
            <Trans>It can be scored once its predictions are complete.</Trans>
          )}
        </EmptyState>
      )}
    </Page>
  );
}

interface ScorePickerProps {
  scores: readonly RunScore[];
  value: string | null;
  onChange: (score: string) => void;
}

/** Under which schema version, and how sure the model must be. */
function ScorePicker({ scores, value, onChange }: ScorePickerProps) {
  const { t } = useLingui();
  return (
    <Select
      size="xs"
      aria-label={t`Which score is shown`}
      allowDeselect={false}
      data={scores.map(({ id, as_schema, threshold }) => ({
        value: id,
        label: t`Schema ${as_schema.number}, from ${threshold} on`,
      }))}
      value={value}
      onChange={(id) => id && onChange(id)}
    />
  );
}

interface AskForProps {
  run: ModelRun;
  onAsk: (asSchema: number | null) => void;
  isBusy: boolean;
}

/** Scores that nobody has asked for: under the schema of the labels, and under that of the predictions. */
function AskFor({ run, onAsk, isBusy }: AskForProps) {
  const known = new Set(
    run.scores.filter(({ state }) => state !== 'failed').map(({ as_schema }) => as_schema.number),
  );
  const wanted = [...new Set([run.dataset_schema.number, run.schema_version.number])];
  return wanted
    .filter((number) => !known.has(number))
    .map((number) => (
      <Button
        key={number}
        size="xs"
        variant="default"
        loading={isBusy}
        onClick={() => onAsk(number)}
      >
        <Trans>Score under schema {number}</Trans>
      </Button>
    ));
}

interface ComparePickerProps {
  project: Project;
  run: ModelRun;
  value: string | null;
  onChange: (score: string | null) => void;
}

/** Another run on the same items, of which there is a score. */
function ComparePicker({ project, run, value, onChange }: ComparePickerProps) {
  const { t } = useLingui();
  const runs = useRuns(project.id, false);
  const others = runs.rows.filter(
    (other) =>
      other.id !== run.id &&
      other.dataset_version.id === run.dataset_version.id &&
      other.split === run.split,
  );
  const data = others.flatMap((other) =>
    other.scores
      .filter(({ state }) => state === 'ready')
      .map(({ id, as_schema }) => ({
        value: id,
        label: t`${other.name} (schema ${as_schema.number})`,
      })),
  );
  if (data.length === 0) return null;
  return (
    <Select
      size="xs"
      aria-label={t`Compare with another model`}
      placeholder={t`Compare with …`}
      clearable
      data={data}
      value={value}
      onChange={onChange}
      clearButtonProps={{ 'aria-label': t`Compare with none` }}
    />
  );
}

interface ScoreProps {
  id: string;
  compare: string | undefined;
  item: string | undefined;
  onOpen: (item: string | null) => void;
}

function Score({ id, compare, item, onOpen }: ScoreProps) {
  const { data: score, error, refetch } = useQuery(scoreQuery(id));
  const other = useQuery({ ...scoreQuery(compare ?? ''), enabled: compare !== undefined });
  if (error) return <ErrorState level="h2" error={error} onRetry={() => void refetch()} />;
  if (!score) return <Skeleton height={320} />;
  if (score.state === 'counting') {
    return (
      <EmptyState title={<Trans>It is being scored</Trans>}>
        <Trans>The figures show here as soon as they are counted.</Trans>
      </EmptyState>
    );
  }
  if (!score.report) {
    return (
      <EmptyState title={<Trans>It could not be scored</Trans>}>
        {score.job?.error?.detail ?? <Trans>Ask for it again.</Trans>}
      </EmptyState>
    );
  }
  const beside = compare === undefined ? undefined : (other.data?.report ?? undefined);
  return <Report score={score} report={score.report} beside={beside} item={item} onOpen={onOpen} />;
}

interface ReportProps {
  score: RunScoreDetail;
  report: NonNullable<RunScoreDetail['report']>;
  beside: NonNullable<RunScoreDetail['report']> | undefined;
  item: string | undefined;
  onOpen: (item: string | null) => void;
}

function Report({ score, report, beside, item, onOpen }: ReportProps) {
  const schema = useQuery(schemaVersionQuery(score.as_schema.id));
  const document = schema.data?.document as SchemaDocument | undefined; // written by the server's schema
  return (
    <>
      <p className={classes.base}>
        <Plural value={report.items} one="# item was compared." other="# items were compared." />{' '}
        {report.without_prediction > 0 && (
          <Plural
            value={report.without_prediction}
            one="# of them has no prediction."
            other="# of them have no prediction."
          />
        )}
      </p>
      <LensNote report={report} />
      {report.fields.map((field) => (
        <FieldSection
          key={field.field}
          field={field}
          beside={beside?.fields.find(({ field: key }) => key === field.field)}
          schema={document}
        />
      ))}
      <WorstItems score={score.id} schema={document} item={item} onOpen={onOpen} />
    </>
  );
}
