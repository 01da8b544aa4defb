import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { DataTable } from '@/components/data-table';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { showToast } from '@/lib/toasts';
import { useEndOtherSessions, useEndSession, useSessions } from '../api/sessions';
import { nameOfAgent } from '../model/agent';
import classes from './tokens.module.css';

/** Where I am logged in, and how to end it elsewhere. */
export function MySessions() {
  const { t } = useLingui();
  const list = useSessions();
  const end = useEndSession();
  const endOthers = useEndOtherSessions();
  const hasOthers = list.rows.some(({ is_current }) => !is_current);
  return (
    <section className={classes.section} aria-labelledby="sessions">
      <div className={classes.head}>
        <div>
          <h2 className={classes.title} id="sessions">
            <Trans>Where you are logged in</Trans>
          </h2>
          <p className={classes.note}>
            <Trans>
              A log-in ends by itself when it is not used for some hours, and after a day in any
              case. Work that was not sent yet waits in its browser.
            </Trans>
          </p>
        </div>
        {hasOthers && (
          <Button
            variant="default"
            loading={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(undefined, {
                onSuccess: () =>
                  showToast({ message: t`Logged out everywhere else`, tone: 'good' }),
              })
            }
          >
            <Trans>Log out everywhere else</Trans>
          </Button>
        )}
      </div>
      <ProblemAlert error={end.error ?? endOthers.error} />
      <DataTable
        label={t`Where you are logged in`}
        rows={list.rows}
        rowKey={({ id }) => id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        columns={[
          {
            key: 'agent',
            header: t`Browser`,
            width: 'minmax(10rem, 1.6fr)',
            cell: ({ agent }) => (
              <span className={classes.token}>
                <span className={classes.name} title={agent}>
                  {nameOfAgent(agent) || agent || t`Unknown`}
                </span>
              </span>
            ),
          },
          {
            key: 'network',
            header: t`Network`,
            width: 'minmax(8rem, 1fr)',
            cell: ({ network }) => <code className={classes.prefix}>{network}</code>,
          },
          {
            key: 'started',
            header: t`Since`,
            width: '8rem',
            cell: ({ started_at }) => <RelativeTime value={started_at} />,
          },
          {
            key: 'seen',
            header: t`Last used`,
            width: '8rem',
            cell: ({ seen_at }) => <RelativeTime value={seen_at} />,
          },
          {
            key: 'acts',
            header: t`Actions`,
            isHeaderHidden: true,
            width: '7.5rem',
            align: 'end',
            cell: ({ id, is_current, agent }) => {
              const name = nameOfAgent(agent) || agent;
              return is_current ? (
                <StatusBadge tone="good" isPlain>
                  <Trans>This one</Trans>
                </StatusBadge>
              ) : (
                <Button
                  variant="subtle"
                  color="gray"
                  size="xs"
                  aria-label={t`Log out of ${name}`}
                  loading={end.isPending && end.variables === id}
                  onClick={() => end.mutate(id)}
                >
                  <Trans>Log out</Trans>
                </Button>
              );
            },
          },
        ]}
        empty={null}
      />
    </section>
  );
}
