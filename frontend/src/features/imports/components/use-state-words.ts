import { useLingui } from '@lingui/react/macro';
import type { Tone } from '@/lib/toasts';
import type { Import } from '../api/imports';

/** The state of an import in words. */
export function useStateWords(): (state: Import['state']) => { tone: Tone; words: string } {
  const { t } = useLingui();
  const words: Record<Import['state'], { tone: Tone; words: string }> = {
    collecting: { tone: 'idle', words: t`Not started` },
    reading: { tone: 'info', words: t`Reading` },
    done: { tone: 'good', words: t`Done` },
    failed: { tone: 'bad', words: t`Failed` },
    cancelled: { tone: 'warn', words: t`Cancelled` },
  };
  return (state) => words[state];
}
