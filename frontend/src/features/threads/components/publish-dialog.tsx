import { Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Thread } from '@/api/threads';
import { MarkdownView } from '@/components/markdown-view';
import { ProblemAlert } from '@/components/problem-alert';
import { useSuspendedCommands } from '@/lib/commands';
import { picturesIn } from '@/lib/pictures';
import { usePublish } from '../api/threads';

interface PublishDialogProps {
  thread: Thread;
  question: string;
  answer: string;
  onClose: () => void;
}

/** The words in which everybody reads it: the curator sees that no name is in them. */
export function PublishDialog({ thread, onClose, ...proposed }: PublishDialogProps) {
  const { t } = useLingui();
  useSuspendedCommands(true);
  const publish = usePublish(thread.id);
  const [question, setQuestion] = useState(thread.public_question || proposed.question);
  const [answer, setAnswer] = useState(thread.public_answer || proposed.answer);
  const shown = [...new Set([...picturesIn(question), ...picturesIn(answer)])];
  const isReady = question.trim() !== '' && answer.trim() !== '';
  return (
    <Modal opened onClose={onClose} title={t`Publish to everybody`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) publish.mutate({ question, answer }, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <Text size="sm">
            <Trans>Everybody in the project reads these words. Leave out names and vendors.</Trans>
          </Text>
          <Textarea
            label={t`Question`}
            rows={3}
            maxLength={5000}
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          />
          <Textarea
            label={t`Answer`}
            rows={5}
            maxLength={5000}
            value={answer}
            onChange={(event) => setAnswer(event.currentTarget.value)}
          />
          {shown.length > 0 && (
            <Stack gap="xs" component="section" aria-label={t`Pictures`}>
              <Text size="sm">
                <Trans>
                  Everybody sees these pictures, too. Take out of the words what is not for all.
                </Trans>
              </Text>
              <MarkdownView source={shown.join('\n\n')} />
            </Stack>
          )}
          <ProblemAlert error={publish.error} />
          <Button type="submit" disabled={!isReady} loading={publish.isPending}>
            <Trans>Publish</Trans>
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
