import { createContext, useContext, useMemo } from 'react';
import { useDraftExamples } from '@/api/guideline-examples';
import { exampleKeys } from '@/lib/examples';
import { DifferenceView } from './difference-view';

/** The id of the project whose draft is written. */
export const DraftProject = createContext('');

interface DraftDifferenceProps {
  before: string;
  after: string;
  isWhole?: boolean;
}

/** Two states of a draft, with whatever examples either names. */
export function DraftDifference({ before, after, isWhole = false }: DraftDifferenceProps) {
  const keys = useMemo(() => exampleKeys(`${before}\n${after}`).join(), [before, after]);
  const examples = useDraftExamples(useContext(DraftProject), keys);
  return (
    <DifferenceView
      before={before}
      after={after}
      examples={{ before: examples, after: examples }}
      isWhole={isWhole}
    />
  );
}
