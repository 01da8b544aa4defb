import { Textarea, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { Dialog } from '@/components/dialog';
import { Form } from '@/components/form';
import { ProblemAlert } from '@/components/problem-alert';
import { isProblem } from '@/lib/problem';
import { useChangeProject } from '../api/change-project';

export function EditProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui();
  const change = useChangeProject(project);
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const problem = isProblem(change.error) ? change.error : null;
  return (
    <Dialog isOpen title={t`Name and description`} onClose={onClose}>
      <Form
        submitLabel={t`Save`}
        isBusy={change.isPending}
        isDisabled={name.trim() === ''}
        onCancel={onClose}
        onSubmit={() =>
          change.mutate(
            { name: name.trim(), description: description.trim() },
            { onSuccess: onClose },
          )
        }
      >
        <TextInput
          label={t`Name`}
          data-autofocus
          maxLength={100}
          value={name}
          error={problem?.at('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t`What it is for`}
          autosize
          minRows={2}
          maxLength={500}
          value={description}
          error={problem?.at('/description')}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <ProblemAlert error={change.error} shownPointers={['/name', '/description']} />
      </Form>
    </Dialog>
  );
}
