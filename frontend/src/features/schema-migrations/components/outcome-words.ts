import { useLingui } from '@lingui/react/macro';
import type { Tone } from '@/lib/toasts';
import type { Outcome } from '../model/outcome';

interface OutcomeWords {
  tone: Tone;
  words: string;
}

/** What becomes of a part, in a few words and a tone. */
export function useOutcomeWords(): Record<Outcome, OutcomeWords> {
  const { t } = useLingui();
  return {
    dropped: { tone: 'bad', words: t`would be lost` },
    person: { tone: 'warn', words: t`need a person` },
    refused: { tone: 'warn', words: t`not valid as it is` },
    lossy: { tone: 'info', words: t`change, something is lost` },
    lossless: { tone: 'good', words: t`change, nothing is lost` },
    unchanged: { tone: 'idle', words: t`stay as they are` },
  };
}
