import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useAskableSections, useQuestion } from '@/api/asking';
import type { Project } from '@/api/project';
import {
  answersQuery,
  itemThreadsQuery,
  markThreadRead,
  messagesQuery,
  type ThreadRow,
} from '@/api/threads';
import { AnsweredQuestion } from '@/components/answered-question';
import { MarkdownView } from '@/components/markdown-view';
import { ProblemAlert } from '@/components/problem-alert';
import { QuestionForm, SectionSelect, type Deed } from '@/components/question-form';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { currentLabel } from '@/editor/core/state';
import { showToast } from '@/lib/toasts';
import type { OpenWork } from '../model/labelling-session';
import { topicOf, type Topic } from '../model/question-topic';
import classes from './question-tab.module.css';
import type { Sitting } from './use-labelling-session';

interface QuestionTabProps {
  sitting: Sitting;
  work: OpenWork;
  project: Project;
  /** What is being asked: about a section of the guideline, or about none (empty); null while nothing is. */
  asking: { readonly section: string } | null;
  onAsking: (isAsking: boolean) => void;
}

/** What was asked about this item, what was answered about the label in hand, and the place to ask. */
export default function QuestionTab(props: QuestionTabProps) {
  const { work, project, asking, onAsking } = props;
  const { t } = useLingui();
  const { item } = work.subject;
  const mine = useQuery(itemThreadsQuery(project.id, item.id));
  const label = useLabelInHand(work);
  const answers = useQuery(answersQuery(project.id, label));
  const threads = mine.data?.results ?? [];
  const published = answers.data?.results ?? [];
  return (
    <div className={classes.tab}>
      {asking ? (
        <AskForm key={asking.section} {...props} />
      ) : (
        <Button variant="default" fullWidth onClick={() => onAsking(true)}>
          <Trans>Ask a question</Trans>
        </Button>
      )}
      <ProblemAlert error={mine.error} />
      {threads.length > 0 && (
        <section aria-label={t`Questions about this item`}>
          <h3 className={classes.title}>
            <Trans>About this item</Trans>
          </h3>
          {threads.map((thread) => (
            <Asked key={thread.id} thread={thread} isOpen={thread.id === work.subject.question} />
          ))}
        </section>
      )}
      {published.length > 0 && (
        <section aria-label={t`Answers for everybody`}>
          <h3 className={classes.title}>
            <Trans>Answered for everybody</Trans>
          </h3>
          {published.map(({ id, question, answer }) => (
            <AnsweredQuestion key={id} question={question} answer={answer} />
          ))}
        </section>
      )}
      {!asking && mine.isSuccess && threads.length + published.length === 0 && (
        <p className={classes.none}>
          <Trans>Nobody has asked about this yet.</Trans>
        </p>
      )}
    </div>
  );
}

/** The label of the selected region, else the one that new regions get. */
function useLabelInHand({ screen }: OpenWork): string {
  const state = useSyncExternalStore(screen.editor.subscribe, screen.editor.getState);
  const [id] = state.selection;
  const at = id ? state.document.places.get(id) : undefined;
  const region = at === undefined ? undefined : state.document.regions[at];
  return region?.label ?? currentLabel(state)?.label ?? '';
}

function Asked({ thread, isOpen }: { thread: ThreadRow; isOpen: boolean }) {
  const queryClient = useQueryClient();
  const [isShown, setIsShown] = useState(isOpen);
  const messages = useQuery({ ...messagesQuery(thread.id), enabled: isShown });
  const isNew = isShown && thread.unread && messages.isSuccess;
  useEffect(() => {
    if (!isNew) return;
    void markThreadRead(thread.id)
      .then(() => queryClient.invalidateQueries({ queryKey: ['threads'] }))
      .catch(() => undefined); // it stays unread
  }, [isNew, thread.id, queryClient]);
  return (
    <details
      className={classes.entry}
      open={isShown}
      onToggle={(event) => setIsShown(event.currentTarget.open)}
    >
      <summary data-unread={thread.unread || undefined}>
        {thread.excerpt}
        <span className={classes.meta}>
          <StatusBadge
            isPlain
            tone={thread.state === 'open' || thread.state === 'waiting' ? 'info' : 'good'}
          >
            {thread.state === 'open' ? (
              <Trans>Waits for an answer</Trans>
            ) : thread.state === 'waiting' ? (
              <Trans>Waits for you</Trans>
            ) : (
              <Trans>Answered</Trans>
            )}
          </StatusBadge>
          <RelativeTime value={thread.last_at} />
        </span>
      </summary>
      {messages.data?.results.slice(1).map((message) => (
        <div key={message.id} className={classes.message}>
          <MarkdownView source={message.body} />
        </div>
      ))}
    </details>
  );
}

function AskForm({ sitting, work, project, asking, onAsking }: QuestionTabProps) {
  const { t, i18n } = useLingui();
  const { screen, subject } = work;
  const queryClient = useQueryClient();
  const writing = useQuestion(project.id);
  const [topic, setTopic] = useState<Topic | null>(() => topicOf(screen));
  const [wanted, setWanted] = useState(asking?.section ?? '');
  const sections = useAskableSections(project.guideline_version);
  const section = sections.some(({ key }) => key === wanted) ? wanted : '';
  const canPark = !subject.reopened;
  const number = (topic?.number ?? 0) + 1;
  const label = topic ? screen.labelTitle(i18n.locale, topic.field, topic.label) : '';

  const ask = async (park: boolean) => {
    const send = () =>
      writing.send({
        park,
        section,
        ...(subject.reopened ? { item: subject.item.id } : { assignment: subject.id }),
        ...(topic
          ? { field: topic.field, region: topic.region, schema_version: subject.schemaVersion }
          : {}),
      });
    if (park) await sitting.session.park(send);
    else await send();
    onAsking(false);
    showToast({
      message: park
        ? t`Asked. The item comes back first when there is an answer.`
        : t`Asked. The answer appears here.`,
      tone: 'good',
    });
    void queryClient.invalidateQueries({ queryKey: ['threads', project.id] });
  };
  const stay: Deed = {
    key: 'stay',
    label: t`Ask and stay`,
    keys: 'mod+shift+enter',
    run: () => ask(false),
  };
  return (
    <QuestionForm
      writing={writing}
      deeds={
        canPark
          ? [
              { key: 'park', label: t`Ask and go on`, keys: 'mod+enter', run: () => ask(true) },
              stay,
            ]
          : [stay]
      }
      onCancel={() => onAsking(false)}
    >
      <p className={classes.about}>
        {topic ? (
          <>
            <Trans>
              About region #{number}, {label}
            </Trans>
            <button type="button" className={classes.link} onClick={() => setTopic(null)}>
              <Trans>About the whole item instead</Trans>
            </button>
          </>
        ) : (
          <Trans>About this item</Trans>
        )}
      </p>
      <SectionSelect sections={sections} value={section} onChange={setWanted} />
    </QuestionForm>
  );
}
