import { useLingui } from '@lingui/react/macro';
import type { Batch } from '@/api/batches';
import type { Tone } from '@/lib/toasts';

export const STATE_TONES: Record<Batch['state'], Tone> = {
  draft: 'idle',
  open: 'info',
  paused: 'warn',
  closed: 'good',
};

export function useBatchWords() {
  const { t } = useLingui();
  const states: Record<Batch['state'], string> = {
    draft: t`Draft`,
    open: t({ message: 'Open', context: 'a batch' }),
    paused: t`Paused`,
    closed: t`Closed`,
  };
  const kinds: Record<Batch['kind'], { title: string; note: string }> = {
    training: {
      title: t`Training`,
      note: t`Everybody does every item and sees at once what was meant. Passing it can open real work.`,
    },
    pilot: {
      title: t`Pilot`,
      note: t`A small trial that shows what the guideline leaves open.`,
    },
    production: { title: t`Production`, note: t`The real work, for dataset versions.` },
    recheck: {
      title: t`Second look`,
      note: t`Labels made before a rule changed, looked at again.`,
    },
  };
  const reviews: Record<Batch['review_policy'], { title: string; note: string }> = {
    all: { title: t`Review everything`, note: t`A second person decides on each annotation.` },
    none: { title: t`No review`, note: t`What is submitted is accepted at once.` },
  };
  return { states, kinds, reviews };
}
