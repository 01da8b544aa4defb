import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconMarquee2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent, type RefObject } from 'react';
import type { Project } from '@/api/project';
import { useTextPictures } from '@/api/text-pictures';
import type { Author, Thread } from '@/api/threads';
import { PictureButton, PictureField } from '@/components/picture-field';
import { ProblemAlert } from '@/components/problem-alert';
import { Shortcut } from '@/components/shortcut';
import { PICTURE_KEYS } from '@/lib/pictures';
import { ariaShortcut, isComposing, matchesStroke, parseShortcut } from '@/lib/shortcuts';
import { mentionableQuery } from '../api/mentionable';
import { useSay } from '../api/threads';
import { inserted } from '../model/insert';
import type { Mark } from '../model/marks';
import { mentionAt } from '../model/mentions';
import { CannedPicker } from './canned-picker';
import classes from './composer.module.css';
import { SuggestionList } from './suggestion-list';
import { useAuthorName } from './thread-words';
import { useSuggestions } from './use-suggestions';

const CANNED = 'mod+/';

interface ComposerProps {
  thread: Thread;
  project: Project;
  words: RefObject<HTMLTextAreaElement | null>;
  /** Drawn on the image, to be sent along. */
  marks: readonly Mark[];
  isMarking: boolean;
  onMarking: (isOn: boolean) => void;
  onSent: () => void;
}

/** To answer, or to ask back. */
export function Composer({
  thread,
  project,
  words,
  marks,
  isMarking,
  onMarking,
  onSent,
}: ComposerProps) {
  const { t } = useLingui();
  const say = useSay(thread.id);
  const [body, setBody] = useState('');
  const [isPicking, setPicking] = useState(false);
  const [naming, setNaming] = useState<{ text: string; start: number } | null>(null);
  const nameOf = useAuthorName();
  const mentionable = useQuery({
    ...mentionableQuery(thread.id, naming?.text ?? ''),
    enabled: naming !== null,
  });
  const people = useSuggestions<Author>(
    naming ? (mentionable.data ?? []) : [],
    ({ pseudonym }) => {
      if (naming && pseudonym) put(`@${pseudonym} `, naming.start);
    },
    () => setNaming(null),
  );
  const { pictures, picker, put: write } = useTextPictures(project.id, words, setBody);
  const isReady = body.trim() !== '' && pictures.isSettled;
  const send = (isAnswer: boolean) => {
    if (!isReady || say.isPending) return;
    say.mutate(
      { body: body.trim(), answer: isAnswer, marks: [...marks] },
      {
        onSuccess: () => {
          setBody('');
          onSent();
        },
      },
    );
  };
  function put(piece: string, from?: number) {
    const { selectionStart = body.length, selectionEnd = body.length } = words.current ?? {};
    const next = inserted(body, piece, from ?? selectionStart, selectionEnd);
    setPicking(false);
    setNaming(null);
    write(next.text, { anchor: next.caret, head: next.caret });
  }
  const handleKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event.nativeEvent)) return;
    if (naming && people.handleKey(event)) return;
    if (event.key === 'Escape') event.currentTarget.blur();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send(thread.may.answer);
    } else if (thread.may.answer && isStroke(event, CANNED)) {
      event.preventDefault();
      setPicking(true);
    } else if (isStroke(event, PICTURE_KEYS)) {
      event.preventDefault();
      picker.current?.click();
    }
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send(thread.may.answer);
      }}
    >
      <PictureField pictures={pictures}>
        <textarea
          ref={words}
          className={classes.words}
          rows={3}
          maxLength={10_000}
          aria-label={thread.may.answer ? t`Answer` : t`Reply`}
          placeholder={thread.may.answer ? t`Answer in Markdown` : t`Reply in Markdown`}
          aria-autocomplete="list"
          value={body}
          onChange={({ currentTarget: { value, selectionStart } }) => {
            setBody(value);
            setNaming(mentionAt(value, selectionStart));
          }}
          onKeyDown={handleKey}
          onBlur={() => setNaming(null)}
          {...people.aria}
        />
      </PictureField>
      {naming && (
        <SuggestionList
          label={t`People to mention`}
          suggestions={people}
          keyOf={({ id }) => id ?? ''}
        >
          {(author) => (
            <>
              <span>{nameOf(author)}</span>
              {author.name && <span className={classes.pseudonym}>{author.pseudonym}</span>}
            </>
          )}
        </SuggestionList>
      )}
      {isPicking && (
        <CannedPicker
          project={project}
          onChoose={put}
          onClose={() => {
            setPicking(false);
            words.current?.focus();
          }}
        />
      )}
      <ProblemAlert error={say.error} />
      <div className={classes.deeds}>
        <span className={classes.first}>
          <PictureButton picker={picker} onFiles={pictures.take} />
          {thread.item?.kind === 'image' && (
            <Button
              variant="subtle"
              aria-pressed={isMarking}
              leftSection={<IconMarquee2 size={15} aria-hidden="true" />}
              onClick={() => onMarking(!isMarking)}
            >
              {marks.length > 0 ? (
                <Plural
                  value={marks.length}
                  one="# mark on the image"
                  other="# marks on the image"
                />
              ) : (
                <Trans>Mark on the image</Trans>
              )}
            </Button>
          )}
          {thread.may.answer && (
            <Button
              variant="subtle"
              aria-expanded={isPicking}
              aria-keyshortcuts={ariaShortcut(CANNED)}
              rightSection={<Shortcut keys={CANNED} />}
              onPointerDown={(event) => event.preventDefault()} // an open list stays open until the click
              onClick={() => setPicking(!isPicking)}
            >
              <Trans>Canned answers</Trans>
            </Button>
          )}
        </span>
        {thread.may.answer && (
          <Button
            variant="default"
            disabled={!isReady || say.isPending}
            onClick={() => send(false)}
          >
            <Trans>Ask back</Trans>
          </Button>
        )}
        <Button
          type="submit"
          disabled={!isReady}
          loading={say.isPending}
          rightSection={<Shortcut keys="mod+enter" isOnAccent />}
        >
          {thread.may.answer ? <Trans>Send the answer</Trans> : <Trans>Reply</Trans>}
        </Button>
      </div>
    </form>
  );
}

function isStroke(event: KeyboardEvent, shortcut: string): boolean {
  const [stroke] = parseShortcut(shortcut);
  return stroke !== undefined && matchesStroke(event.nativeEvent, stroke);
}
