import { Trans, useLingui } from '@lingui/react/macro';
import type { Batch } from '@/api/batches';
import { Count } from '@/components/count';
import { DataTable } from '@/components/data-table';
import { Person } from '@/components/person';
import { TaskBar } from '@/components/task-bar';
import { useShares } from '../api/tasks';
import classes from './batch-page.module.css';

/** Who does how much of the batch. */
export function Shares({ batch }: { batch: Batch }) {
  const { t } = useLingui();
  const shares = useShares(batch.id);
  if (shares.data?.length === 0) return null;
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>
        <Trans>Annotators</Trans>
      </h2>
      <DataTable
        label={t`Annotators`}
        rows={shares.data ?? []}
        rowKey={({ person }) => person.id}
        status={shares.isError ? 'error' : shares.data ? 'ready' : 'loading'}
        error={shares.error}
        onRetry={() => void shares.refetch()}
        columns={[
          {
            key: 'person',
            header: t`Person`,
            width: 'minmax(13rem, 2fr)',
            cell: ({ person }) => (
              <Person name={person.name ?? person.pseudonym} note={person.vendor ?? t`In house`} />
            ),
          },
          {
            key: 'bar',
            header: t`Tasks by state`,
            width: 'minmax(8rem, 2fr)',
            cell: ({ tasks }) => <TaskBar counts={tasks} label={t`Tasks by state`} isBare />,
          },
          ...(['accepted', 'submitted', 'returned', 'leased'] as const).map((state) => ({
            key: state,
            header: {
              accepted: t`Accepted`,
              submitted: t`In review`,
              returned: t`Returned`,
              leased: t`In work`,
            }[state],
            width: '5.5rem',
            align: 'end' as const,
            cell: ({ tasks }: { tasks: Batch['tasks'] }) =>
              tasks[state] > 0 ? <Count value={tasks[state]} /> : <span>–</span>,
          })),
        ]}
      />
    </section>
  );
}
