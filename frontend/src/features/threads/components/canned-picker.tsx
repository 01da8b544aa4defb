import { TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { ProblemAlert } from '@/components/problem-alert';
import { projectPath } from '@/lib/project-path';
import { cannedAnswersQuery, type CannedAnswer } from '../api/canned-answers';
import { found } from '../model/rows';
import classes from './canned-picker.module.css';
import { SuggestionList } from '@/components/suggestion-list';
import { useSuggestions } from '@/components/use-suggestions';

interface CannedPickerProps {
  project: Project;
  onChoose: (body: string) => void;
  onClose: () => void;
}

/** Canned answers by some letters of their name or words; Enter puts one in, Escape goes back to the answer. */
export function CannedPicker({ project, onChoose, onClose }: CannedPickerProps) {
  const { t } = useLingui();
  const canned = useQuery(cannedAnswersQuery(project.id));
  const [query, setQuery] = useState('');
  const all = canned.data ?? [];
  const rows = found(all, query, ({ name, body }) => [name, body]);
  const suggestions = useSuggestions<CannedAnswer>(rows, ({ body }) => onChoose(body), onClose);
  return (
    <div className={classes.picker}>
      <TextInput
        autoFocus
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-autocomplete="list"
        aria-label={t`Find a canned answer`}
        placeholder={t`Find a canned answer`}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={suggestions.handleKey}
        onBlur={onClose}
        {...suggestions.aria}
      />
      <SuggestionList label={t`Canned answers`} suggestions={suggestions} keyOf={({ id }) => id}>
        {({ name, body }) => (
          <>
            <strong className={classes.name}>{name}</strong>
            <span className={classes.body}>{body}</span>
          </>
        )}
      </SuggestionList>
      <ProblemAlert error={canned.error} />
      {canned.data && rows.length === 0 && (
        <p className={classes.none}>
          {all.length > 0 ? (
            <Trans>No canned answer has these words.</Trans>
          ) : (
            <Trans>
              There is no canned answer yet.{' '}
              <Link
                to={projectPath(project.slug, 'questions/canned-answers')}
                onPointerDown={(event) => event.preventDefault()}
              >
                Write one
              </Link>
            </Trans>
          )}
        </p>
      )}
    </div>
  );
}
