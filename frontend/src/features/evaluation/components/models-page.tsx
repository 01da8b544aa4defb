import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useProject, type Project } from '@/api/project';
import { Count } from '@/components/count';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { isBeingScored, useRuns, type ModelRun } from '../api/runs';
import { Bar } from './bar';
import { figure, useFigureWords } from './figure-words';
import classes from './models-page.module.css';

/** The model runs of a project with their first figures, newest first. */
export function ModelsPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/models' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <Models key={project.id} project={project} />;
}

function Models({ project }: { project: Project }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [isCounting, setIsCounting] = useState(false);
  const runs = useRuns(project.id, isCounting);
  const isNowCounting = runs.rows.some(isBeingScored);
  if (isNowCounting !== isCounting) setIsCounting(isNowCounting);
  const columns = useColumns(project);
  return (
    <Page>
      <PageHeader
        title={t`Models`}
        context={t`What models say about a dataset version, and how well that fits its labels.`}
      />
      <DataTable
        label={t`Model runs`}
        columns={columns}
        rows={runs.rows}
        rowKey={(run) => run.id}
        status={runs.status}
        error={runs.error}
        onRetry={runs.retry}
        onOpen={(run) =>
          void navigate({
            to: '/projects/$slug/models/$run',
            params: { slug: project.slug, run: run.id },
          })
        }
        hasMore={runs.hasMore}
        isLoadingMore={runs.isLoadingMore}
        onLoadMore={runs.loadMore}
        empty={
          <EmptyState title={<Trans>No model was run yet</Trans>}>
            <Trans>A modeler sends predictions with the command line:</Trans>{' '}
            <code className={classes.command}>
              labelwright predict upload {project.slug}@1 predictions.jsonl --name my-model
            </code>
          </EmptyState>
        }
      />
    </Page>
  );
}

function useColumns(project: Project): Column<ModelRun>[] {
  const { t } = useLingui();
  return [
    {
      key: 'name',
      header: t`Model`,
      width: 'minmax(10rem, 1fr)',
      cell: (run) => (
        <Link
          to="/projects/$slug/models/$run"
          params={{ slug: project.slug, run: run.id }}
          className={classes.name}
          title={run.note || run.name}
        >
          {run.name}
        </Link>
      ),
    },
    {
      key: 'on',
      header: t`Predicts`,
      width: '10rem',
      cell: (run) => (
        <span className={classes.on}>
          {project.slug}@{run.dataset_version.number}
          {run.split && <span className={classes.split}> {run.split}</span>}
        </span>
      ),
    },
    {
      key: 'schema',
      header: t`Schema`,
      width: '5rem',
      align: 'end',
      cell: (run) => <Count value={run.schema_version.number} />,
    },
    {
      key: 'predictions',
      header: t`Predictions`,
      width: '7rem',
      align: 'end',
      cell: (run) => <Count value={run.predictions} />,
    },
    {
      key: 'figures',
      header: t`How well it fits`,
      width: 'minmax(14rem, 1.4fr)',
      cell: (run) => <Figures run={run} />,
    },
    {
      key: 'when',
      header: t`When`,
      width: '7rem',
      cell: (run) => <RelativeTime value={run.completed_at ?? run.created_at} />,
    },
  ];
}

/** The first figures of the newest score, or why there are none. */
function Figures({ run }: { run: ModelRun }) {
  const { i18n } = useLingui();
  const words = useFigureWords();
  const newest = run.scores.find(({ state }) => state === 'ready');
  if (newest) {
    return (
      <span className={classes.figures}>
        {newest.figures.slice(0, 2).map((each) => (
          <span
            key={each.field}
            className={classes.figure}
            title={`${each.name}: ${words[each.metric] ?? each.metric}`}
          >
            <Bar value={each.value} />
            <span className={classes.number}>{figure(each.value, i18n.locale)}</span>
          </span>
        ))}
      </span>
    );
  }
  if (run.state === 'open') {
    return (
      <StatusBadge tone="idle" isPlain>
        <Trans>Takes predictions</Trans>
      </StatusBadge>
    );
  }
  return (
    <StatusBadge tone={isBeingScored(run) ? 'info' : 'idle'} isPlain>
      {isBeingScored(run) ? <Trans>Being scored</Trans> : <Trans>Not scored yet</Trans>}
    </StatusBadge>
  );
}
