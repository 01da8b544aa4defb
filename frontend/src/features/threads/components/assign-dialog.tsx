import { Modal, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { useCurrentUser } from '@/api/session';
import type { Thread } from '@/api/threads';
import { ProblemAlert } from '@/components/problem-alert';
import { useSuspendedCommands } from '@/lib/commands';
import { facetsQuery } from '../api/facets';
import { useAssign } from '../api/threads';
import { found } from '../model/rows';
import { SuggestionList } from '@/components/suggestion-list';
import { useSuggestions } from '@/components/use-suggestions';

interface AssignDialogProps {
  thread: Thread;
  project: Project;
  onClose: () => void;
}

interface Choice {
  id: string | null;
  name: string;
}

/** Who is to answer: oneself first, by some letters and Enter. */
export function AssignDialog({ thread, project, onClose }: AssignDialogProps) {
  const { t } = useLingui();
  useSuspendedCommands(true);
  const me = useCurrentUser();
  const facets = useQuery(facetsQuery(project.id));
  const assign = useAssign(thread);
  const [text, setText] = useState('');
  const people: Choice[] = facets.data?.answerers ?? [];
  const mine = people.filter(({ id }) => id === me?.id);
  const others = people.filter(({ id }) => id !== me?.id);
  const nobody: Choice[] = thread.assigned_to ? [{ id: null, name: t`Nobody` }] : [];
  const rows = found([...mine, ...others, ...nobody], text, ({ name }) => [name]);
  const suggestions = useSuggestions<Choice>(
    rows,
    ({ id }) => assign.mutate(id, { onSuccess: onClose }),
    onClose,
  );
  return (
    <Modal opened onClose={onClose} title={t`Who is to answer`} size="md">
      <Stack gap="xs">
        <TextInput
          data-autofocus
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-autocomplete="list"
          label={t`Name`}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={suggestions.handleKey}
          {...suggestions.aria}
        />
        <SuggestionList
          label={t`Who is to answer`}
          suggestions={suggestions}
          keyOf={({ id }) => id ?? 'nobody'}
        >
          {({ id, name }) => (
            <span>
              {id !== null && id === me?.id ? <Trans context="a person">{name} (me)</Trans> : name}
            </span>
          )}
        </SuggestionList>
        <ProblemAlert error={assign.error ?? facets.error} />
      </Stack>
    </Modal>
  );
}
