import { ActionIcon, Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  IconArrowBackUp,
  IconChevronRight,
  IconLock,
  IconMessageQuestion,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { keptStore, outboxOf } from '@/api/kept/my-outbox';
import type { Outbox } from '@/api/kept/outbox';
import { usePagedList } from '@/api/paged-list';
import { useProject, type Project } from '@/api/project';
import { useOpenQuestions } from '@/api/relabel';
import { useCurrentUser } from '@/api/session';
import type { AnnotationRow, OpenBatch } from '@/api/types';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { OpenQuestions } from '@/components/open-questions';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { ProgressBar } from '@/components/progress-bar';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { openQuestion } from '@/lib/asking';
import { useCommands } from '@/lib/commands';
import { formatNumber } from '@/lib/format';
import { projectPath } from '@/lib/project-path';
import { fetchMyAnnotations, myWorkQuery } from '../api/annotations';
import { useBeginRound } from '../api/training';
import { TrainingWords } from './training-words';
import classes from './work-page.module.css';

/** What is waiting for me, and what I have done. */
export function WorkPage() {
  const { slug } = useParams({ from: '/in/projects/$slug' });
  const project = useProject(slug);
  if (!project) return null;
  return <Work slug={slug} project={project.id} questions={<Questions project={project} />} />;
}

function Questions({ project }: { project: Project }) {
  const count = useOpenQuestions(project);
  return <OpenQuestions count={count} to={projectPath(project.slug, 'relabel')} />;
}

interface WorkProps {
  slug: string;
  project: string;
  questions: ReactNode;
}

function Work({ slug, project, questions }: WorkProps) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const work = useQuery(myWorkQuery(project));
  const start = () => void navigate({ to: '/projects/$slug/label', params: { slug } });
  const canStart =
    work.data?.batches.some((batch) => batch.available || batch.held > 0 || batch.returned > 0) ??
    false;
  useCommands([
    {
      name: 'work.start',
      title: t`Start labelling`,
      shortcut: 'l',
      when: () => canStart,
      run: start,
    },
  ]);
  if (work.isError && !work.data)
    return (
      <Page>
        <ErrorState level="h1" error={work.error} onRetry={() => void work.refetch()} />
      </Page>
    );
  const today = work.data?.today ?? 0;
  return (
    <Page>
      <PageHeader
        title={<Trans>My work</Trans>}
        context={
          work.data && (
            <Trans>
              <Plural value={today} one="# item" other="# items" /> finished today
            </Trans>
          )
        }
        primary={{
          label: work.data?.returned ? t`Start with the returned work` : t`Start labelling`,
          onClick: start,
          shortcut: 'l',
          isDisabled: !canStart,
        }}
      />
      <Unsent />
      {questions}
      {work.data && work.data.batches.length === 0 && (
        <EmptyState kind="done" title={<Trans>No open batch for you</Trans>}>
          <Trans>As soon as a batch is opened for you, it is here.</Trans>
        </EmptyState>
      )}
      {work.data && work.data.batches.length > 0 && (
        <ul className={classes.batches} aria-label={t`My batches`}>
          {[...work.data.batches]
            .sort((a, b) => Number(b.returned > 0) - Number(a.returned > 0))
            .map((batch) => (
              <BatchRow
                key={batch.id}
                batch={batch}
                slug={slug}
                project={project}
                locale={i18n.locale}
              />
            ))}
        </ul>
      )}
      <Finished slug={slug} project={project} />
    </Page>
  );
}

interface BatchRowProps {
  batch: OpenBatch;
  slug: string;
  project: string;
  locale: string;
}

function BatchRow({ batch, slug, project, locale }: BatchRowProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { training, requires } = batch;
  const label = `/projects/${slug}/label?batch=${batch.id}`;
  const begin = useBeginRound(
    project,
    () =>
      void navigate({ to: '/projects/$slug/label', params: { slug }, search: { batch: batch.id } }),
  );
  const done = formatNumber(batch.done, locale);
  const total = formatNumber(batch.total, locale);
  const { name } = batch;
  const isOver = !batch.available && batch.held === 0 && batch.returned === 0;
  return (
    <li className={classes.batch}>
      <div className={classes.name}>
        <h2 className={classes.title}>{batch.name}</h2>
        {batch.instructions && <p className={classes.note}>{batch.instructions}</p>}
        {requires && (
          <p className={classes.note}>
            {requires.is_open ? (
              <Trans>
                Opens once you have passed{' '}
                <Link to="/projects/$slug/label" params={{ slug }} search={{ batch: requires.id }}>
                  {requires.name}
                </Link>
                .
              </Trans>
            ) : (
              <Trans>
                Opens once you have passed “{requires.name}”, which is not open at the moment.
              </Trans>
            )}
          </p>
        )}
        <ProblemAlert error={begin.error} />
      </div>
      <div className={classes.state}>
        {training && <TrainingWords standing={training} />}
        {requires && (
          <StatusBadge tone="idle" icon={IconLock}>
            <Trans>Training first</Trans>
          </StatusBadge>
        )}
        {batch.returned > 0 && (
          <StatusBadge tone="warn" icon={IconArrowBackUp}>
            <Plural value={batch.returned} one="# sent back to you" other="# sent back to you" />
          </StatusBadge>
        )}
        {batch.due_at && (
          <span className={classes.note}>
            <Trans>
              due <RelativeTime value={batch.due_at} />
            </Trans>
          </span>
        )}
      </div>
      <div className={classes.progress}>
        <ProgressBar
          done={batch.done}
          total={batch.total}
          label={t`${done} of ${total} done by me`}
        />
      </div>
      <ActionIcon
        className={classes.ask}
        variant="subtle"
        aria-label={t`Ask about ${name}`}
        title={t`Ask about ${name}`}
        onClick={() => openQuestion({ batch: batch.id })}
      >
        <IconMessageQuestion size={16} aria-hidden="true" />
      </ActionIcon>
      {training?.may_go_again ? (
        <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate(batch.id)}>
          <Trans>Take another round</Trans>
        </Button>
      ) : isOver ? (
        <span className={classes.over}>
          {requires ? <Trans>Not open yet</Trans> : <Trans>Nothing left</Trans>}
        </span>
      ) : (
        <Button component={Link} to={label} variant="default">
          {batch.done > 0 || batch.held > 0 ? <Trans>Go on</Trans> : <Trans>Start</Trans>}
        </Button>
      )}
    </li>
  );
}

/** What this computer still has to send. */
function Unsent() {
  const user = useCurrentUser();
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  useEffect(() => {
    if (user) void keptStore().then((store) => setOutbox(outboxOf(user.id, store)));
  }, [user]);
  return outbox && <UnsentCount outbox={outbox} />;
}

function UnsentCount({ outbox }: { outbox: Outbox }) {
  const { waiting, refused } = useSyncExternalStore(outbox.subscribe, outbox.getState);
  const count = waiting.length + refused.length;
  if (count === 0) return null;
  return (
    <p className={classes.unsent} role="status">
      <StatusBadge tone="warn">
        <Plural
          value={count}
          one="# submit is kept on this computer and not sent yet"
          other="# submits are kept on this computer and not sent yet"
        />
      </StatusBadge>
      <Button size="xs" variant="default" onClick={() => outbox.flush()}>
        <Trans>Send now</Trans>
      </Button>
    </p>
  );
}

function Finished({ slug, project }: { slug: string; project: string }) {
  const { t } = useLingui();
  const list = usePagedList<AnnotationRow>({
    queryKey: ['my-annotations', project],
    fetchPage: (after, signal) => fetchMyAnnotations(project, after, signal),
  });
  if (list.status !== 'ready' || list.rows.length === 0) return null;
  return (
    <section className={classes.finished}>
      <h2 className={classes.heading}>
        <Trans>Finished by me</Trans>
      </h2>
      <ul className={classes.rows} aria-label={t`Finished by me`}>
        {list.rows.map((row) => (
          <li key={row.id}>
            <FinishedRow row={row} slug={slug} />
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button variant="default" loading={list.isLoadingMore} onClick={list.loadMore}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </section>
  );
}

function FinishedRow({ row, slug }: { row: AnnotationRow; slug: string }) {
  const { t } = useLingui();
  const states: Record<string, readonly ['good' | 'warn' | 'info' | 'idle', string]> = {
    submitted: ['info', t`waits for review`],
    accepted: ['good', t`accepted`],
    returned: ['warn', t`sent back`],
    extra: ['idle', t`kept, does not count`],
  };
  const [tone, word] = states[row.state] ?? ['idle', row.state];
  return (
    <Link
      className={classes.row}
      to="/projects/$slug/label"
      params={{ slug }}
      search={{ annotation: row.id }}
    >
      {row.item.thumbnail_url ? (
        <img className={classes.picture} src={row.item.thumbnail_url} alt="" loading="lazy" />
      ) : (
        <span className={classes.excerpt}>{row.item.excerpt}</span>
      )}
      <span className={classes.where}>
        {row.batch?.name}
        {row.state === 'returned' && row.reason && <em className={classes.reason}>{row.reason}</em>}
      </span>
      <StatusBadge tone={tone} isPlain>
        {word}
      </StatusBadge>
      <span className={classes.when}>
        <RelativeTime value={row.saved_at} />
      </span>
      <IconChevronRight size={15} aria-hidden="true" />
    </Link>
  );
}
