import { Select } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useBatches } from '@/api/batches';

interface TrainingFieldProps {
  project: string;
  value: string | null;
  error: string | null | undefined;
  onChange: (training: string | null) => void;
}

/** What people have to pass before they get a task of the batch. Nothing where the project has no training. */
export function TrainingField({ project, value, error, onChange }: TrainingFieldProps) {
  const { t } = useLingui();
  const { rows } = useBatches(project);
  const trainings = rows.filter(
    (batch) => batch.pass_mark !== null && (batch.state !== 'closed' || batch.id === value),
  );
  if (trainings.length === 0) return null;
  return (
    <Select
      label={t`Training to be passed before`}
      description={t`Its annotators get a seat in the training, and a task of this batch once they have passed.`}
      placeholder={t`None`}
      clearable
      data={trainings.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}
