import { NativeSelect } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { askableBatchesQuery, useAskableSections, useQuestion } from '@/api/asking';
import type { Project } from '@/api/project';
import { Dialog } from '@/components/dialog';
import { QuestionForm, SectionSelect } from '@/components/question-form';
import type { Subject } from '@/lib/asking';
import { projectPath } from '@/lib/project-path';
import { showToast } from '@/lib/toasts';

interface AskDialogProps {
  project: Project;
  /** What the page shows; it is named and can be changed. */
  subject: Subject;
  onClose: () => void;
}

/** A question about the project as a whole, a section of its guideline or a batch. */
export function AskDialog({ project, subject, onClose }: AskDialogProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const writing = useQuestion(project.id);
  const sections = useAskableSections(project.guideline_version);
  const { data: batches = [] } = useQuery(askableBatchesQuery(project.id));
  const [wanted, setWanted] = useState({
    section: subject.section ?? '',
    batch: subject.batch ?? '',
  });
  // An older version of the guideline may have been read, and a batch may be none of theirs.
  const section = sections.some(({ key }) => key === wanted.section) ? wanted.section : '';
  const batch = batches.some(({ id }) => id === wanted.batch) ? wanted.batch : '';

  const send = async () => {
    const { id } = await writing.send({ section, batch: batch || null });
    void queryClient.invalidateQueries({ queryKey: ['threads', project.id] });
    onClose();
    showToast({
      message: t`Asked. The answer will be among the questions.`,
      tone: 'good',
      action: {
        label: t`Open the question`,
        run: () => void navigate({ href: projectPath(project.slug, `questions?thread=${id}`) }),
      },
    });
  };
  return (
    <Dialog isOpen title={t`Ask a question`} onClose={onClose}>
      <QuestionForm
        writing={writing}
        deeds={[{ key: 'ask', label: t`Ask`, keys: 'mod+enter', run: send }]}
        onCancel={onClose}
      >
        <SectionSelect
          sections={sections}
          value={section}
          onChange={(key) => setWanted({ section: key, batch })}
        />
        {batches.length > 0 && (
          <NativeSelect
            size="xs"
            label={t`Batch`}
            data={[
              { value: '', label: t`None in particular` },
              ...batches.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={batch}
            onChange={(event) => setWanted({ section, batch: event.currentTarget.value })}
          />
        )}
      </QuestionForm>
    </Dialog>
  );
}
