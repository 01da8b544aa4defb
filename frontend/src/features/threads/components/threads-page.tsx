import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { mayAsk } from '@/api/asking';
import { useProject, type Project } from '@/api/project';
import { useThreadCounts, type ThreadRow } from '@/api/threads';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { FilterBar, type Filter } from '@/components/filter-bar';
import { LoadMore } from '@/components/load-more';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { ASK_KEY, openQuestion, useSubject } from '@/lib/asking';
import { useCommands } from '@/lib/commands';
import { facetsQuery } from '../api/facets';
import { useThreads } from '../api/threads';
import type { ThreadsSearch } from '../search';
import { ThreadView } from './thread-view';
import { aboutOf, TONES, useAuthorName, useStateWords } from './thread-words';
import { ThreadsTabs } from './threads-tabs';
import { usePartNames, type PartNames } from './use-part-names';
import classes from './threads-page.module.css';

/** Questions and answers: all of a project to curators, those of their own people to the others. */
export function ThreadsPage() {
  const { slug } = useParams({ from: '/in/projects/$slug' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <Threads key={project.id} project={project} />;
}

function Threads({ project }: { project: Project }) {
  const { t } = useLingui();
  const search = useSearch({ from: '/in/projects/$slug/questions' });
  const navigate = useNavigate({ from: '/projects/$slug/questions' });
  const list = useThreads(project.id, search);
  // Who looks at the questions about something asks about it, too.
  useSubject({ section: search.section, batch: search.batch });
  const counts = useThreadCounts(project);
  const change = (patch: Partial<ThreadsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...patch }), replace: true });
  const open = (thread: string) => change({ thread });
  const { rows } = list;
  const current = search.thread ?? rows[0]?.id;
  const at = rows.findIndex(({ id }) => id === current);
  const move = (by: number) => {
    const next = rows[at + by];
    if (next) open(next.id);
  };
  const group = t`Questions`;
  useCommands([
    {
      name: 'threads.next',
      title: t`Next question`,
      group,
      shortcut: 'j',
      isRepeatable: true,
      run: () => move(1),
    },
    {
      name: 'threads.previous',
      title: t`Previous question`,
      group,
      shortcut: 'k',
      isRepeatable: true,
      run: () => move(-1),
    },
  ]);
  const names = usePartNames(project);
  const filters = useFilters(project, search, names);
  const isFiltered = 'text' in search || filters.some(({ key }) => key in search);
  const answers = project.may.includes('answer_threads');
  return (
    <Page width="wide">
      <PageHeader
        title={t`Questions`}
        context={
          answers && list.status === 'error'
            ? undefined // nobody knows how many wait
            : answers
              ? t`${counts.open} wait for an answer, ${counts.overdue} of them for too long.`
              : t`What you and your colleagues asked, and the answers.`
        }
        primary={
          mayAsk(project)
            ? {
                label: t`New question`,
                shortcut: ASK_KEY,
                icon: <IconPlus size={15} aria-hidden="true" />,
                onClick: () => openQuestion(),
              }
            : undefined
        }
      >
        <ThreadsTabs project={project} />
      </PageHeader>
      <FilterBar
        values={search}
        filters={filters}
        onChange={(key, value) => change({ [key]: value, thread: undefined })}
        search={search.text ?? ''}
        onSearch={(text) => change({ text: text || undefined, thread: undefined })}
        searchLabel={t`Search questions`}
      />
      {list.status === 'error' ? (
        <ErrorState error={list.error} onRetry={list.retry} />
      ) : list.status === 'ready' && rows.length === 0 ? (
        <EmptyState title={isFiltered ? t`No question fits the filters` : t`No questions yet`}>
          {!isFiltered && (
            <Trans>
              Q asks: beside an item about a region of it, on other pages about what they show.
            </Trans>
          )}
        </EmptyState>
      ) : (
        <div className={classes.columns} aria-busy={list.status === 'loading'}>
          <nav className={classes.list} aria-label={t`Questions`}>
            {rows.map((row) => (
              <Row
                key={row.id}
                row={row}
                names={names}
                isCurrent={row.id === current}
                onOpen={() => open(row.id)}
              />
            ))}
            <LoadMore
              hasMore={list.hasMore}
              isLoadingMore={list.isLoadingMore}
              onLoadMore={list.loadMore}
              count={rows.length}
            />
          </nav>
          {current && <ThreadView key={current} id={current} project={project} onOpen={open} />}
        </div>
      )}
    </Page>
  );
}

interface RowProps {
  row: ThreadRow;
  names: PartNames;
  isCurrent: boolean;
  onOpen: () => void;
}

function Row({ row, names, isCurrent, onOpen }: RowProps) {
  const states = useStateWords();
  const nameOf = useAuthorName();
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <button
      ref={element}
      type="button"
      className={classes.row}
      aria-current={isCurrent || undefined}
      data-unread={row.unread || undefined}
      onClick={onOpen}
    >
      <span className={classes.excerpt}>{row.excerpt}</span>
      <span className={classes.about}>{aboutOf(row, names)}</span>
      <span className={classes.meta}>
        <StatusBadge tone={row.is_overdue ? 'bad' : TONES[row.state]} isPlain>
          {row.is_overdue ? <Trans>Overdue</Trans> : states[row.state]}
        </StatusBadge>
        <span>{nameOf(row.asked_by)}</span>
        <RelativeTime value={row.last_at} />
      </span>
    </button>
  );
}

function useFilters(project: Project, search: ThreadsSearch, names: PartNames): Filter[] {
  const { t } = useLingui();
  const states = useStateWords();
  const { data: facets } = useQuery(facetsQuery(project.id));
  const optionsOf = (rows: readonly { id: string; name: string }[] = []) =>
    rows.map(({ id, name }) => ({ value: id, label: name }));
  return [
    {
      key: 'state',
      label: t`State`,
      options: (['open', 'waiting', 'answered', 'resolved'] as const).map((value) => ({
        value,
        label: states[value],
      })),
    },
    {
      key: 'only',
      label: t`Only`,
      options: [
        { value: 'mine', label: t`Mine` },
        { value: 'mentioned', label: t`Where I am mentioned` },
        { value: 'unread', label: t`Unread` },
        { value: 'overdue', label: t`Overdue` },
      ],
    },
    { key: 'field', label: t`Field`, options: names.fields.length > 1 ? names.fields : [] },
    { key: 'label', label: t`Label`, options: names.labels },
    { key: 'section', label: t`Section`, options: names.sections },
    { key: 'batch', label: t`Batch`, options: optionsOf(facets?.batches) },
    { key: 'vendor', label: t`Vendor`, options: optionsOf(facets?.vendors) },
  ].filter(({ key, options }) => options.length > 0 || key in search);
}
