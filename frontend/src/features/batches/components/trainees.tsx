import { Trans, useLingui } from '@lingui/react/macro';
import type { Batch } from '@/api/batches';
import { Count } from '@/components/count';
import { DataTable } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { Person } from '@/components/person';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { formatNumber, formatPercent } from '@/lib/format';
import { useTrainees } from '../api/tasks';
import classes from './batch-page.module.css';

/** Who is how far in a training, and who has passed. */
export function Trainees({ batch }: { batch: Batch }) {
  const { t, i18n } = useLingui();
  const { locale } = i18n;
  const found = useTrainees(batch);
  const percent = (score: number | null) => (score === null ? '–' : formatPercent(score, locale));
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>
        <Trans>Who has passed</Trans>
      </h2>
      <DataTable
        label={t`Who has passed`}
        rows={found.data?.results ?? []}
        rowKey={({ person }) => person.id}
        status={found.isError ? 'error' : found.data ? 'ready' : 'loading'}
        error={found.error}
        onRetry={() => void found.refetch()}
        empty={
          <EmptyState title={<Trans>Nobody is in it yet</Trans>}>
            <Trans>Choose annotators, or require it for a batch that has some.</Trans>
          </EmptyState>
        }
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
            key: 'state',
            header: t`State`,
            width: 'minmax(9rem, 1fr)',
            cell: ({ is_passed: isPassed, is_over: isOver, rounds }) =>
              isPassed ? (
                <StatusBadge tone="good" isPlain>
                  <Trans>Passed</Trans>
                </StatusBadge>
              ) : isOver ? (
                <StatusBadge tone="warn" isPlain>
                  <Trans>Not passed yet</Trans>
                </StatusBadge>
              ) : (
                <StatusBadge tone={rounds > 0 ? 'info' : 'idle'} isPlain>
                  {rounds > 0 ? <Trans>At it</Trans> : <Trans>Has not begun</Trans>}
                </StatusBadge>
              ),
          },
          {
            key: 'done',
            header: t`Done`,
            width: '6rem',
            align: 'end',
            cell: ({ done }) => {
              const count = formatNumber(done, locale);
              const total = formatNumber(found.data?.total ?? 0, locale);
              return (
                <Trans>
                  {count} of {total}
                </Trans>
              );
            },
          },
          {
            key: 'score',
            header: t`Score`,
            width: '5.5rem',
            align: 'end',
            cell: ({ score }) => percent(score),
          },
          {
            key: 'first',
            header: t`First round`,
            width: '6.5rem',
            align: 'end',
            cell: ({ first }) => percent(first),
          },
          {
            key: 'rounds',
            header: t`Rounds`,
            width: '5.5rem',
            align: 'end',
            cell: ({ rounds }) => <Count value={rounds} />,
          },
          {
            key: 'passed',
            header: t({ message: 'Passed', context: 'when' }),
            width: '8rem',
            align: 'end',
            cell: ({ passed_at: at }) => (at ? <RelativeTime value={at} /> : '–'),
          },
        ]}
      />
    </section>
  );
}
