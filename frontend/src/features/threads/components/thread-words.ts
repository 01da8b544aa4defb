import { useLingui } from '@lingui/react/macro';
import type { Author, Thread, ThreadRow, ThreadState } from '@/api/threads';
import type { Tone } from '@/lib/toasts';
import type { PartNames } from './use-part-names';

export const TONES: Record<ThreadState, Tone> = {
  open: 'warn',
  waiting: 'info',
  answered: 'good',
  resolved: 'idle',
};

export function useStateWords(): Record<ThreadState, string> {
  const { t } = useLingui();
  return {
    open: t({ message: 'Open', context: 'a question that waits for an answer' }),
    waiting: t`Asked back`,
    answered: t`Answered`,
    resolved: t`Resolved`,
  };
}

export const RESOLUTIONS = [
  'as_written',
  'clarify_guideline',
  'change_schema',
  'data_problem',
  'wont_change',
] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export function useResolutionWords(): Record<Resolution, string> {
  const { t } = useLingui();
  return {
    as_written: t`As the guideline says`,
    clarify_guideline: t`Clarify the guideline`,
    change_schema: t`Change the schema`,
    data_problem: t`Problem with the data`,
    wont_change: t`Stays as it is`,
  };
}

/** Who that is to the reader. */
export function useAuthorName(): (author: Author) => string {
  const { t } = useLingui();
  return ({ part, name, pseudonym, vendor }) => {
    if (part === 'me') return t`Me`;
    const known = name ?? pseudonym;
    if (known) return vendor ? `${known} · ${vendor}` : known;
    return part === 'curator' ? t`Curator` : part === 'colleague' ? t`Colleague` : t`Annotator`;
  };
}

export function isResolution(value: Thread['resolution']): value is Resolution {
  return RESOLUTIONS.some((each) => each === value);
}

/** What a question is about, from the batch down to the label; empty for the project as a whole. */
export function aboutOf({ batch, section, field, label }: ThreadRow, names: PartNames): string {
  const parts = [
    batch?.name,
    section && `§ ${names.section(section)}`,
    label ? names.label(field, label) : field && names.field(field),
  ];
  return parts.filter(Boolean).join(' · ');
}
