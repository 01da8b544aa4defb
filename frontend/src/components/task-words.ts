import { useLingui } from '@lingui/react/macro';
import type { TaskState } from '@/lib/task-states';
import type { Tone } from '@/lib/toasts';

export const TASK_TONES: Record<TaskState, Tone> = {
  accepted: 'good',
  submitted: 'info',
  returned: 'warn',
  leased: 'info',
  skipped: 'bad',
  open: 'idle',
};

export const TASK_COLOURS: Record<TaskState, string> = {
  accepted: 'var(--good-fill)',
  submitted: 'var(--info-fill)',
  returned: 'var(--warn-fill)',
  leased: 'var(--teal-3)',
  skipped: 'var(--bad-fill)',
  open: 'var(--surface-active)',
};

/** The states of a task, in the reader's words. */
export function useTaskWords(): Record<TaskState, string> {
  const { t } = useLingui();
  return {
    accepted: t`Accepted`,
    submitted: t`Waiting for review`,
    returned: t`Returned`,
    leased: t`In work`,
    skipped: t`Skipped by all`,
    open: t`Open`,
  };
}
