import { Button, Loader } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { idempotent } from '@/api/client';
import { useTextPictures } from '@/api/text-pictures';
import {
  answersQuery,
  askQuestion,
  itemThreadsQuery,
  markThreadRead,
  messagesQuery,
  similarQuery,
  type NewQuestion,
  type ThreadRow,
} from '@/api/threads';
import { MarkdownView } from '@/components/markdown-view';
import { PictureButton, PictureField } from '@/components/picture-field';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { Shortcut } from '@/components/shortcut';
import { StatusBadge } from '@/components/status-badge';
import { currentLabel } from '@/editor/core/state';
import { newId } from '@/lib/ids';
import { inWords, PICTURE_KEYS, picturesIn } from '@/lib/pictures';
import { isComposing, matchesStroke, parseShortcut } from '@/lib/shortcuts';
import { showToast } from '@/lib/toasts';
import type { OpenWork } from '../model/labelling-session';
import { topicOf, type Topic } from '../model/question-topic';
import classes from './question-tab.module.css';
import type { Sitting } from './use-labelling-session';

interface QuestionTabProps {
  sitting: Sitting;
  work: OpenWork;
  project: string;
  isAsking: boolean;
  onAsking: (isAsking: boolean) => void;
}

/** What was asked about this item, what was answered about the label in hand, and the place to ask. */
export default function QuestionTab(props: QuestionTabProps) {
  const { work, project, isAsking, onAsking } = props;
  const { t } = useLingui();
  const { item } = work.subject;
  const mine = useQuery(itemThreadsQuery(project, item.id));
  const label = useLabelInHand(work);
  const answers = useQuery(answersQuery(project, label));
  const threads = mine.data?.results ?? [];
  const published = answers.data?.results ?? [];
  return (
    <div className={classes.tab}>
      {isAsking ? (
        <AskForm {...props} />
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
            <details key={id} className={classes.entry}>
              <summary>{inWords(question)}</summary>
              <MarkdownView source={[...picturesIn(question), answer].join('\n\n')} />
            </details>
          ))}
        </section>
      )}
      {!isAsking && mine.isSuccess && threads.length + published.length === 0 && (
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

const TYPING_MS = 250;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

function AskForm({ sitting, work, project, onAsking }: QuestionTabProps) {
  const { t, i18n } = useLingui();
  const { screen, subject } = work;
  const queryClient = useQueryClient();
  const [body, setBody] = useState('');
  const [topic, setTopic] = useState<Topic | null>(() => topicOf(screen));
  const [busy, setBusy] = useState<'park' | 'stay' | null>(null);
  const [error, setError] = useState<unknown>(null);
  // One intention: trying again after a lost answer asks nothing twice.
  const key = useRef(newId());
  const similar = useQuery(similarQuery(project, useSettled(body.trim().slice(0, 2000))));
  const found = similar.data?.results ?? [];
  const canPark = !subject.reopened;
  const number = (topic?.number ?? 0) + 1;
  const label = topic ? screen.labelTitle(i18n.locale, topic.field, topic.label) : '';

  const words = useRef<HTMLTextAreaElement>(null);
  const { pictures, picker } = useTextPictures(project, words, setBody);
  const isReady = body.trim() !== '' && pictures.isSettled;

  const ask = async (park: boolean) => {
    if (!isReady || busy) return;
    setBusy(park ? 'park' : 'stay');
    setError(null);
    const question: NewQuestion = {
      body: body.trim(),
      park,
      ...(subject.reopened ? { item: subject.item.id } : { assignment: subject.id }),
      ...(topic
        ? { field: topic.field, region: topic.region, schema_version: subject.schemaVersion }
        : {}),
    };
    const send = () => askQuestion(project, question, idempotent(key.current));
    try {
      if (park) await sitting.session.park(send);
      else await send();
      onAsking(false);
      showToast({
        message: park
          ? t`Asked. The item comes back first when there is an answer.`
          : t`Asked. The answer appears here.`,
        tone: 'good',
      });
      void queryClient.invalidateQueries({ queryKey: ['threads', project] });
    } catch (failure) {
      setError(failure);
      setBusy(null);
    }
  };

  return (
    <form
      className={classes.form}
      aria-label={t`Ask a question`}
      onSubmit={(event) => {
        event.preventDefault();
        void ask(canPark);
      }}
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
      <PictureField pictures={pictures}>
        <textarea
          ref={words}
          className={classes.words}
          rows={4}
          maxLength={10_000}
          autoFocus
          aria-label={t`Your question`}
          placeholder={t`What is unclear?`}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (isComposing(event.nativeEvent)) return;
            if (event.key === 'Escape') {
              event.stopPropagation();
              onAsking(false);
            } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              event.stopPropagation();
              void ask(canPark && !event.shiftKey);
            } else if (isPictureStroke(event.nativeEvent)) {
              event.preventDefault();
              event.stopPropagation();
              picker.current?.click();
            }
          }}
        />
      </PictureField>
      {(found.length > 0 || similar.isFetching) && (
        <section aria-label={t`Already answered`}>
          <h3 className={classes.title}>
            <Trans>Already answered</Trans>
            {similar.isFetching && found.length === 0 && <Loader size={12} />}
          </h3>
          {found.map((each) => (
            <details key={each.thread ?? each.public_id} className={classes.entry}>
              <summary>{inWords(each.question)}</summary>
              <MarkdownView source={[...picturesIn(each.question), each.answer].join('\n\n')} />
            </details>
          ))}
        </section>
      )}
      <ProblemAlert error={error} />
      <div className={classes.actions}>
        {canPark && (
          <Button
            type="submit"
            size="xs"
            loading={busy === 'park'}
            disabled={!isReady || busy !== null}
            rightSection={<Shortcut keys="mod+enter" isOnAccent />}
          >
            <Trans>Ask and go on</Trans>
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          loading={busy === 'stay'}
          disabled={!isReady || busy !== null}
          rightSection={<Shortcut keys="mod+shift+enter" />}
          onClick={() => void ask(false)}
        >
          <Trans>Ask and stay</Trans>
        </Button>
        <Button size="xs" variant="subtle" onClick={() => onAsking(false)}>
          <Trans>Cancel</Trans>
        </Button>
        <PictureButton picker={picker} onFiles={pictures.take} />
      </div>
    </form>
  );
}

function isPictureStroke(event: globalThis.KeyboardEvent): boolean {
  const [stroke] = parseShortcut(PICTURE_KEYS);
  return stroke !== undefined && matchesStroke(event, stroke);
}
