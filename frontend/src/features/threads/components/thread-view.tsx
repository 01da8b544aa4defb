import { Button, Menu } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconDots } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { mayPickExamples } from '@/api/guideline-examples';
import type { Project } from '@/api/project';
import {
  markThreadRead,
  messagesQuery,
  threadQuery,
  type Message,
  type Thread,
} from '@/api/threads';
import { ErrorState } from '@/components/error-state';
import { MarkdownView } from '@/components/markdown-view';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { Shortcut } from '@/components/shortcut';
import { StatusBadge } from '@/components/status-badge';
import { useCommands } from '@/lib/commands';
import { projectPath } from '@/lib/project-path';
import { useReopen, useUnpark, useWithdraw } from '../api/threads';
import type { Mark } from '../model/marks';
import { withNames, withoutPeople } from '../model/mentions';
import { AssignDialog } from './assign-dialog';
import { Composer } from './composer';
import { MergeDialog } from './merge-dialog';
import { PublishDialog } from './publish-dialog';
import { ResolveDialog } from './resolve-dialog';
import { ThreadStage } from './thread-stage';
import {
  isResolution,
  TONES,
  useAuthorName,
  useResolutionWords,
  useStateWords,
} from './thread-words';
import { UseAsExample } from './use-as-example';
import { usePartNames } from './use-part-names';
import classes from './thread-view.module.css';

interface ThreadViewProps {
  id: string;
  project: Project;
  onOpen: (thread: string) => void;
}

/** One question: what it is about, what was said, what can be done. */
export function ThreadView({ id, project, onOpen }: ThreadViewProps) {
  const queryClient = useQueryClient();
  const thread = useQuery(threadQuery(id));
  const messages = useQuery(messagesQuery(id));
  const isNew = thread.data?.unread === true && messages.isSuccess;
  useEffect(() => {
    if (!isNew) return;
    void markThreadRead(id)
      .then(() => queryClient.invalidateQueries({ queryKey: ['threads'] }))
      .catch(() => undefined); // it stays unread
  }, [isNew, id, queryClient]);
  const error = thread.error ?? messages.error;
  if (error && !thread.data)
    return <ErrorState error={error} onRetry={() => void thread.refetch()} />;
  if (!thread.data) return <div className={classes.view} aria-busy="true" />;
  return (
    <Opened
      thread={thread.data}
      messages={messages.data?.results ?? []}
      project={project}
      onOpen={onOpen}
    />
  );
}

const NONE: readonly Mark[] = [];

interface OpenedProps extends Omit<ThreadViewProps, 'id'> {
  thread: Thread;
  messages: readonly Message[];
}

function Opened({ thread, messages, project, onOpen }: OpenedProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const states = useStateWords();
  const resolutions = useResolutionWords();
  const nameOf = useAuthorName();
  const [dialog, setDialog] = useState<
    'resolve' | 'publish' | 'merge' | 'assign' | 'example' | null
  >(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const [drawn, setDrawn] = useState<readonly Mark[]>([]);
  const [isMarking, setMarking] = useState(false);
  // Whose marks are on the image: the id of a message, or those that came last.
  const [shown, setShown] = useState<string | null>('newest');
  const marked =
    shown === 'newest'
      ? messages.findLast(({ marks }) => marks.length > 0)
      : messages.find(({ id }) => id === shown);
  const shownMarks = marked?.marks ?? NONE;
  const reopen = useReopen(thread.id);
  const withdraw = useWithdraw(thread.id);
  const unpark = useUnpark(thread.id);
  const isSettled = thread.state === 'answered' || thread.state === 'resolved';
  const canResolve = thread.may.answer && thread.state !== 'resolved';
  const canShow = thread.item !== null && mayPickExamples(project);
  const lastAnswer = messages.filter(({ kind }) => kind === 'answer').at(-1);
  const draft = thread.guideline_answers.at(-1);
  const goTo = (path: string) => void navigate({ href: projectPath(project.slug, path) });

  const group = t`Questions`;
  useCommands([
    {
      name: 'threads.reply',
      title: t`Reply`,
      group,
      shortcut: 'r',
      run: (event) => {
        event?.preventDefault();
        words.current?.focus();
      },
    },
    {
      name: 'threads.resolve',
      title: t`Resolve`,
      group,
      shortcut: 'e',
      when: () => canResolve,
      run: () => setDialog('resolve'),
    },
    {
      name: 'threads.example',
      title: t`Use as an example`,
      group,
      shortcut: 'x',
      when: () => canShow,
      run: () => setDialog('example'),
    },
    {
      name: 'threads.assign',
      title: t`Say who is to answer`,
      group,
      shortcut: 'a',
      when: () => thread.may.answer,
      run: () => setDialog('assign'),
    },
    {
      name: 'threads.merge',
      title: t`Merge a duplicate`,
      group,
      shortcut: 'm',
      when: () => thread.may.answer,
      run: () => setDialog('merge'),
    },
  ]);

  return (
    <article className={classes.view} aria-label={thread.excerpt}>
      <header className={classes.head}>
        <StatusBadge tone={TONES[thread.state]}>
          {isResolution(thread.resolution)
            ? `${states[thread.state]} · ${resolutions[thread.resolution]}`
            : states[thread.state]}
        </StatusBadge>
        {thread.published && (
          <StatusBadge tone="info" isPlain>
            <Trans>Published to everybody</Trans>
          </StatusBadge>
        )}
        {thread.assigned_to && (
          <span className={classes.note}>
            {thread.assigned_to.part === 'me' ? (
              <Trans>Assigned to me</Trans>
            ) : (
              <Trans>Assigned to {nameOf(thread.assigned_to)}</Trans>
            )}
          </span>
        )}
        <About thread={thread} project={project} />
        <span className={classes.deeds}>
          {thread.parked && (
            <Button
              size="xs"
              variant="default"
              loading={unpark.isPending}
              onClick={() => {
                if (thread.parked) unpark.mutate(thread.parked, { onSuccess: () => goTo('label') });
              }}
            >
              <Trans>Go on without an answer</Trans>
            </Button>
          )}
          {isSettled && thread.may.reopen && (
            <Button
              size="xs"
              variant="default"
              loading={reopen.isPending}
              onClick={() => reopen.mutate()}
            >
              <Trans>Reopen</Trans>
            </Button>
          )}
          {canResolve && (
            <Button
              size="xs"
              variant="default"
              rightSection={<Shortcut keys="e" />}
              onClick={() => setDialog('resolve')}
            >
              <Trans>Resolve</Trans>
            </Button>
          )}
          {canShow && (
            <Button
              size="xs"
              variant="default"
              rightSection={<Shortcut keys="x" />}
              onClick={() => setDialog('example')}
            >
              <Trans>Use as an example</Trans>
            </Button>
          )}
          {thread.may.answer && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button size="xs" variant="default" aria-label={t`More`}>
                  <IconDots size={14} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item rightSection={<Shortcut keys="a" />} onClick={() => setDialog('assign')}>
                  <Trans>Say who is to answer</Trans>
                </Menu.Item>
                <Menu.Item rightSection={<Shortcut keys="m" />} onClick={() => setDialog('merge')}>
                  <Trans>Merge a duplicate</Trans>
                </Menu.Item>
                <Menu.Item disabled={!isSettled} onClick={() => setDialog('publish')}>
                  <Trans>Publish to everybody</Trans>
                </Menu.Item>
                {thread.published && (
                  <Menu.Item onClick={() => withdraw.mutate()}>
                    <Trans>Take back what was published</Trans>
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          )}
        </span>
      </header>
      <ProblemAlert error={reopen.error ?? withdraw.error ?? unpark.error} />
      <ThreadStage
        key={thread.id}
        thread={thread}
        schemaVersion={project.schema_version}
        marks={isMarking ? drawn : shownMarks}
        onMarks={isMarking ? setDrawn : undefined}
      />
      {draft && (
        <a
          className={classes.link}
          href={projectPath(
            project.slug,
            `guideline?section=${encodeURIComponent(draft.section)}${draft.number === null ? '&edit=true' : ''}`,
          )}
        >
          {draft.number === null ? (
            <Trans>The draft of the guideline quotes this answer</Trans>
          ) : (
            <Trans>Guideline v{draft.number} takes up this answer</Trans>
          )}
        </a>
      )}
      <ol className={classes.messages}>
        {messages.map((message) => (
          <li key={message.id} className={classes.message} data-kind={message.kind}>
            <p className={classes.by}>
              <strong>{nameOf(message.author)}</strong>
              <RelativeTime value={message.created_at} />
              {message.kind === 'answer' && (
                <StatusBadge tone="good" isPlain>
                  <Trans>Answer</Trans>
                </StatusBadge>
              )}
            </p>
            {message.marks.length > 0 && (
              <Button
                size="compact-xs"
                variant="default"
                aria-pressed={message === marked}
                onClick={() => {
                  setMarking(false);
                  setShown(message === marked ? null : message.id);
                }}
              >
                <Plural
                  value={message.marks.length}
                  one="# mark on the image"
                  other="# marks on the image"
                />
              </Button>
            )}
            <MarkdownView source={withNames(message.body, message.mentions, nameOf)} />
          </li>
        ))}
      </ol>
      <Composer
        key={thread.id}
        thread={thread}
        project={project}
        words={words}
        marks={drawn}
        isMarking={isMarking}
        onMarking={setMarking}
        onSent={() => {
          setDrawn([]);
          setMarking(false);
          setShown('newest');
        }}
      />
      {dialog === 'resolve' && (
        <ResolveDialog
          thread={thread}
          project={project.id}
          guidelineVersion={project.guideline_version}
          onClose={() => setDialog(null)}
          onResolved={(resolution, section) => {
            setDialog(null);
            if (resolution === 'clarify_guideline')
              goTo(`guideline?edit=true&section=${encodeURIComponent(section)}`);
            if (resolution === 'change_schema') goTo('schema');
          }}
        />
      )}
      {dialog === 'example' && (
        <UseAsExample
          project={project}
          subject={{ thread: thread.id }}
          section={thread.section || thread.label}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'publish' && (
        <PublishDialog
          thread={thread}
          question={withoutPeople(messages[0]?.body ?? '')}
          answer={withoutPeople(lastAnswer?.body ?? '')}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'assign' && (
        <AssignDialog thread={thread} project={project} onClose={() => setDialog(null)} />
      )}
      {dialog === 'merge' && (
        <MergeDialog
          thread={thread}
          project={project}
          onClose={() => setDialog(null)}
          onMerged={(into) => {
            setDialog(null);
            onOpen(into);
          }}
        />
      )}
    </article>
  );
}

/** What the question is about; the section can be gone to, as can the batch by those who see batches. */
function About({ thread, project }: { thread: Thread; project: Project }) {
  const names = usePartNames(project);
  const { batch, section, field, label } = thread;
  const at = (path: string) => projectPath(project.slug, path);
  return (
    <>
      {batch &&
        (project.may.includes('see_batches') ? (
          <Link className={classes.note} to={at(`batches/${batch.id}`)}>
            {batch.name}
          </Link>
        ) : (
          <span className={classes.note}>{batch.name}</span>
        ))}
      {section && (
        <a className={classes.note} href={at(`guideline?section=${encodeURIComponent(section)}`)}>
          {`§ ${names.section(section)}`}
        </a>
      )}
      {(label || field) && (
        <span className={classes.note}>
          {label ? names.label(field, label) : names.field(field)}
        </span>
      )}
    </>
  );
}
