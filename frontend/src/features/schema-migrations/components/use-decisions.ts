import { useState } from 'react';
import type { Plain } from '@/lib/schema-document';
import { useSavePlan, type Proposal } from '../api/differences';
import { decisionsIn, isSameDeed, undecided } from '../model/decisions';

export interface DecisionTools {
  /** What is decided, by difference: made here, or told from the plan that was saved. */
  chosen: Readonly<Record<string, string>>;
  choose: (difference: string, choice: string) => void;
  /** An operation of the plan as the curator wants it, in the place of the one like it. */
  edit: (operation: Plain) => void;
  /** The operation of the plan that does the same deed, with its rules; else what was proposed. */
  inPlan: (operation: Plain) => Plain;
  isSaving: boolean;
  error: unknown;
}

/** What the curator decides. The last decision saves the plan; after that every change of one does. */
export function useDecisions(project: string, proposal: Proposal): DecisionTools {
  const save = useSavePlan(project);
  const [made, setMade] = useState<Readonly<Record<string, string>>>({});
  const [edits, setEdits] = useState<readonly Plain[]>([]);
  const operations = proposal.plan?.operations ?? [];
  const known = new Set(undecided(proposal.differences).map(({ id }) => id));
  const chosen = Object.fromEntries(
    Object.entries({ ...decisionsIn(proposal.differences, operations), ...made }).filter(([id]) =>
      known.has(id),
    ),
  );
  const inPlan = (operation: Plain): Plain => {
    const mine = edits.find((each) => isSameDeed(each, operation));
    return (
      mine ?? operations.find((each) => isSameDeed(operation, each.document))?.document ?? operation
    );
  };
  const send = (decisions: Readonly<Record<string, string>>, mine: readonly Plain[]) => {
    if ([...known].every((id) => id in decisions)) {
      save.mutate({ decisions: { ...decisions }, edits: withSaved(mine, operations) });
    }
  };
  return {
    chosen,
    choose: (difference, choice) => {
      const next = { ...chosen, [difference]: choice };
      setMade(next);
      send(next, edits);
    },
    edit: (operation) => {
      const next = [...edits.filter((each) => !isSameDeed(each, operation)), operation];
      setEdits(next);
      send(chosen, next);
    },
    inPlan,
    isSaving: save.isPending,
    error: save.error,
  };
}

/** Rules that an earlier visit saved stay when something else is decided anew. */
function withSaved(
  edits: readonly Plain[],
  operations: readonly { document: Plain }[],
): readonly Plain[] {
  const saved = operations
    .map(({ document }) => document)
    .filter(({ kind }) => kind === 'split_label/1')
    .filter((document) => !edits.some((each) => isSameDeed(each, document)));
  return [...edits, ...saved];
}
