import { ActionIcon, Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { ProblemAlert } from '@/components/problem-alert';
import type { SchemaDocument } from '@/lib/schema-document';
import { draftChecksQuery, MOST_CHECKS, useRemoveCheck, type Check } from '../api/checks';
import { CheckEditor } from './check-editor';
import classes from './check-questions.module.css';

interface CheckQuestionsProps {
  project: Project;
  document: SchemaDocument | null;
  /** The draft. */
  text: string;
  /** Whether this kind of change asks them. */
  isAsked: boolean;
  /** A question is being written in a dialog of its own. */
  onEditing: (isEditing: boolean) => void;
}

/** What people answer about a rule change before they confirm it. Prepared here, frozen with the version. */
export function CheckQuestions({
  project,
  document,
  text,
  isAsked,
  onEditing,
}: CheckQuestionsProps) {
  const { t } = useLingui();
  const mayPrepare = project.may.includes('see_gold');
  const checks = useQuery({ ...draftChecksQuery(project.id), enabled: mayPrepare });
  const remove = useRemoveCheck(project.id);
  // Null: none is open; 'new': one more.
  const [open, setShown] = useState<Check | 'new' | null>(null);
  const setOpen = (next: Check | 'new' | null) => {
    setShown(next);
    onEditing(next !== null);
  };
  const found = checks.data ?? [];
  if (!mayPrepare || (!isAsked && found.length === 0)) return null;
  if (!isAsked) {
    return (
      <p className={classes.note}>
        <Plural
          value={found.length}
          one="# check question is prepared. It is asked with a rule change only."
          other="# check questions are prepared. They are asked with a rule change only."
        />
      </p>
    );
  }
  return (
    <section className={classes.checks} aria-label={t`Check questions`}>
      <div className={classes.head}>
        <div>
          <h3 className={classes.title}>
            <Trans>Check questions</Trans>
          </h3>
          <p className={classes.note}>
            <Trans>
              Up to three. Who confirms the change answers them first, on the items you choose.
            </Trans>
          </p>
        </div>
        {found.length < MOST_CHECKS && checks.isSuccess && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => setOpen('new')}
          >
            <Trans>Add a question</Trans>
          </Button>
        )}
      </div>
      <ProblemAlert error={checks.error ?? remove.error} />
      {found.length > 0 && (
        <ol className={classes.list}>
          {found.map((check) => (
            <li key={check.id} className={classes.check}>
              <span className={classes.words}>
                <span className={classes.question}>{check.question}</span>
                <span className={classes.note}>{check.answers[check.right]}</span>
              </span>
              <ActionIcon aria-label={t`Change this question`} onClick={() => setOpen(check)}>
                <IconPencil size={16} stroke={1.7} />
              </ActionIcon>
              <ActionIcon
                aria-label={t`Take this question out`}
                loading={remove.isPending && remove.variables.id === check.id}
                onClick={() => remove.mutate(check)}
              >
                <IconTrash size={16} stroke={1.7} />
              </ActionIcon>
            </li>
          ))}
        </ol>
      )}
      {open && (
        <CheckEditor
          key={open === 'new' ? 'new' : open.id}
          project={project}
          document={document}
          text={text}
          check={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}
