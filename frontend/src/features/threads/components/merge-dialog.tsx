import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '@/api/project';
import type { Thread, ThreadRow } from '@/api/threads';
import { ProblemAlert } from '@/components/problem-alert';
import { useSuspendedCommands } from '@/lib/commands';
import { foundThreadsQuery } from '../api/facets';
import { useMerge } from '../api/threads';
import { SuggestionList } from '@/components/suggestion-list';
import { useAuthorName } from './thread-words';
import { useSuggestions } from '@/components/use-suggestions';
import classes from './merge-dialog.module.css';

interface MergeDialogProps {
  thread: Thread;
  project: Project;
  onMerged: (into: string) => void;
  onClose: () => void;
}

/** Which question this one repeats, found by its words among all of the project. */
export function MergeDialog({ thread, project, onMerged, onClose }: MergeDialogProps) {
  const { t } = useLingui();
  useSuspendedCommands(true);
  const merge = useMerge(thread.id);
  const nameOf = useAuthorName();
  const [text, setText] = useState('');
  const [into, setInto] = useState<ThreadRow | null>(null);
  const [words] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    ...foundThreadsQuery(project.id, words),
    placeholderData: keepPreviousData,
  });
  const rows = (found.data ?? []).filter(({ id }) => id !== thread.id);
  const suggestions = useSuggestions<ThreadRow>(rows, setInto, onClose);
  return (
    <Modal opened onClose={onClose} title={t`Merge a duplicate`} size="lg">
      <Stack gap="md">
        <Text size="sm">
          <Trans>Both who asked get the answer. Neither sees what the other wrote.</Trans>
        </Text>
        {into ? (
          <div className={classes.chosen}>
            <span>{into.excerpt}</span>
            <Button size="xs" variant="default" onClick={() => setInto(null)}>
              <Trans>Another one</Trans>
            </Button>
          </div>
        ) : (
          <>
            <TextInput
              data-autofocus
              role="combobox"
              aria-expanded={rows.length > 0}
              aria-autocomplete="list"
              label={t`The question that this one repeats`}
              placeholder={t`Words of the question`}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={suggestions.handleKey}
              {...suggestions.aria}
            />
            <SuggestionList
              label={t`The question that this one repeats`}
              suggestions={suggestions}
              keyOf={({ id }) => id}
            >
              {({ excerpt, asked_by: asker }) => (
                <>
                  <span className={classes.excerpt}>{excerpt}</span>
                  <span className={classes.who}>{nameOf(asker)}</span>
                </>
              )}
            </SuggestionList>
            {found.isSuccess && rows.length === 0 && (
              <Text size="sm">
                <Trans>No question has these words.</Trans>
              </Text>
            )}
          </>
        )}
        <ProblemAlert error={merge.error ?? found.error} />
        {into && (
          <Button
            autoFocus
            loading={merge.isPending}
            onClick={() => merge.mutate(into.id, { onSuccess: () => onMerged(into.id) })}
          >
            <Trans>Merge</Trans>
          </Button>
        )}
      </Stack>
    </Modal>
  );
}
