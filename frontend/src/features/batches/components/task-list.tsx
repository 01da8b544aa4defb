import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Batch } from '@/api/batches';
import type { Project } from '@/api/project';
import { DataTable } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { FilterBar } from '@/components/filter-bar';
import { ItemThumb } from '@/components/item-thumb';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { TASK_TONES, useTaskWords } from '@/components/task-words';
import { TASK_STATES, type TaskState } from '@/lib/task-states';
import { useTasks } from '../api/tasks';
import classes from './batch-page.module.css';

/** The tasks of a batch; the state that is shown stands in the address. */
export function TaskList({ project, batch }: { project: Project; batch: Batch }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const words = useTaskWords();
  const { state } = useSearch({ from: '/in/projects/$slug/batches/$batch' });
  const list = useTasks(
    batch.id,
    TASK_STATES.find((each) => each === state),
  );
  const names = new Map(batch.annotators.map((person) => [person.pseudonym, person.name]));
  const setState = (value: string | undefined) =>
    void navigate({
      to: '/projects/$slug/batches/$batch',
      params: { slug: project.slug, batch: batch.id },
      search: { state: TASK_STATES.find((each): each is TaskState => each === value) },
      replace: true,
    });
  return (
    <section className={classes.section}>
      <div className={classes.listHead}>
        <h2 className={classes.heading}>
          <Trans>Tasks</Trans>
        </h2>
        <FilterBar
          values={{ state }}
          filters={[
            {
              key: 'state',
              label: t`State`,
              options: TASK_STATES.map((value) => ({ value, label: words[value] })),
            },
          ]}
          onChange={(_key, value) => setState(value)}
        />
      </div>
      <DataTable
        label={t`Tasks`}
        rows={list.rows}
        rowKey={(task) => task.id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        isStale={list.isStale}
        columns={[
          {
            key: 'item',
            header: t`Item`,
            width: 'minmax(11rem, 3fr)',
            cell: ({ item }) => (
              <ItemThumb
                kind={item.kind}
                thumbnailUrl={item.thumbnail_url}
                excerpt={item.excerpt}
                name={item.external_id}
              />
            ),
          },
          {
            key: 'state',
            header: t`State`,
            width: '11rem',
            cell: (task) => (
              <StatusBadge tone={TASK_TONES[task.state]} isPlain>
                {words[task.state]}
              </StatusBadge>
            ),
          },
          {
            key: 'annotator',
            header: t`Annotator`,
            width: 'minmax(8rem, 1fr)',
            cell: ({ annotator }) =>
              annotator ? (
                (names.get(annotator) ?? <code className={classes.quiet}>{annotator}</code>)
              ) : (
                <span className={classes.quiet}>–</span>
              ),
          },
          {
            key: 'skips',
            header: t`Skipped because`,
            width: 'minmax(8rem, 1.5fr)',
            cell: ({ skips }) => {
              const reasons = skips.map(({ reason }) => reason).join(' · ');
              return (
                <span className={classes.skip} title={reasons}>
                  {reasons}
                </span>
              );
            },
          },
          {
            key: 'changed',
            header: t`Changed`,
            width: '8rem',
            cell: (task) => <RelativeTime value={task.changed_at} />,
          },
        ]}
        empty={
          state ? (
            <EmptyState
              kind="search"
              title={<Trans>No task is in this state</Trans>}
              action={{ label: t`Show all tasks`, onClick: () => setState(undefined) }}
            />
          ) : (
            <EmptyState title={<Trans>No tasks yet</Trans>}>
              {batch.filling ? (
                <Trans>Items are being added; the job is under way.</Trans>
              ) : (
                <Trans>The batch has no items.</Trans>
              )}
            </EmptyState>
          )
        }
      />
    </section>
  );
}
