import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconMarquee2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent, type RefObject } from 'react';
import type { Project } from '@/api/project';
import { useTextPictures } from '@/api/text-pictures';
import type { Thread } from '@/api/threads';
import { MessageField } from '@/components/message-field';
import { PictureButton } from '@/components/picture-field';
import { ProblemAlert } from '@/components/problem-alert';
import { Shortcut } from '@/components/shortcut';
import { useInsertion } from '@/components/use-insertion';
import { ariaShortcut, matchesStroke, parseShortcut } from '@/lib/shortcuts';
import { mentionableQuery } from '../api/mentionable';
import { useSay } from '../api/threads';
import type { Mark } from '../model/marks';
import { CannedPicker } from './canned-picker';
import classes from './composer.module.css';
import { useAuthorName } from './thread-words';

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
  const [naming, setNaming] = useState<string | null>(null);
  const nameOf = useAuthorName();
  const mentionable = useQuery({
    ...mentionableQuery(thread.id, naming ?? ''),
    enabled: naming !== null,
  });
  const put = useInsertion(words, body, setBody);
  const { pictures, picker } = useTextPictures(project.id, words, setBody);
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
  const handleKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') event.currentTarget.blur();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send(thread.may.answer);
    } else if (thread.may.answer && isStroke(event, CANNED)) {
      event.preventDefault();
      setPicking(true);
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
      <MessageField
        words={words}
        rows={3}
        label={thread.may.answer ? t`Answer` : t`Reply`}
        placeholder={thread.may.answer ? t`Answer in Markdown` : t`Reply in Markdown`}
        value={body}
        onChange={setBody}
        people={mentionable.data ?? []}
        nameOf={nameOf}
        onNaming={setNaming}
        onKeyDown={handleKey}
        pictures={pictures}
        picker={picker}
      />
      {isPicking && (
        <CannedPicker
          project={project}
          onChoose={(piece) => {
            put(piece);
            setPicking(false);
          }}
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
