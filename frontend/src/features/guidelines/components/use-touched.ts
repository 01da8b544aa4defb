import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GuidelineVersion } from '@/api/guideline-version';
import type { Autosaver } from '@/lib/autosave';
import { fetchTouched, type Touched } from '../api/guideline-draft';

/** What the change is about: proposed by the server from the difference, and what the curator made of that. */
export interface TouchedChoice {
  proposed: Touched | null;
  /** Null until there is a proposal: then the server takes its own. */
  sections: string[] | null;
  labels: string[] | null;
  isPending: boolean;
  error: unknown;
  onSections: (keys: string[]) => void;
  onLabels: (keys: string[]) => void;
}

export function useTouched(
  project: string,
  saver: Autosaver<string, GuidelineVersion>,
  text: string,
  isWanted: boolean,
): TouchedChoice {
  const [sections, setSections] = useState<string[] | null>(null);
  const [labels, setLabels] = useState<string[] | null>(null);
  const query = useQuery({
    queryKey: ['guideline-touched', project, text],
    // The proposal is about the draft that the server has. What could not be saved, the dialog says anyway.
    queryFn: async () => ((await saver.flush()) ? fetchTouched(project) : null),
    enabled: isWanted,
    gcTime: 0,
  });
  const proposed = query.data ?? null;
  return {
    proposed,
    sections: sections ?? proposed?.sections.map(({ key }) => key) ?? null,
    labels: labels ?? proposed?.labels ?? null,
    isPending: query.isLoading,
    error: query.error,
    onSections: setSections,
    onLabels: setLabels,
  };
}
