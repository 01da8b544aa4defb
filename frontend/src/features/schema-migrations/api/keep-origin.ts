import { useMutation, useQueryClient } from '@tanstack/react-query';
import { saveSchemaDraft, schemaDraftQuery } from '@/api/schema-draft';
import type { Plain } from '@/lib/schema-document';
import { differencesQuery, useSavePlan } from './differences';
import { decisionsIn, undecided, type Choice, type Difference } from '../model/decisions';

interface Change {
  /** The label into which it is merged, before and after. */
  target: string;
  change: (document: Plain) => Plain;
}

/** A draft with one attribute more or fewer, compared again; what was decided before stays decided. */
export function useKeepOrigin(project: string) {
  const queryClient = useQueryClient();
  const save = useSavePlan(project);
  return useMutation({
    scope: { id: `draft ${project}` },
    mutationFn: async ({ target, change }: Change) => {
      const drafts = schemaDraftQuery(project);
      const known = queryClient.getQueryData(differencesQuery(project).queryKey);
      const draft = await queryClient.fetchQuery({ ...drafts, staleTime: 0 });
      if (!draft) return;
      const decided = decisionsIn(known?.differences ?? [], known?.plan?.operations ?? []);
      const saved = await saveSchemaDraft(project, change(draft.document), draft.version);
      queryClient.setQueryData(drafts.queryKey, saved);
      const found = await queryClient.fetchQuery(differencesQuery(project));
      const decisions: Record<string, string> = {};
      for (const difference of undecided(found.differences)) {
        const choice = decided[difference.id] ?? meant(difference, target)?.key;
        if (!choice) return; // something else is open yet, and the plan waits for it
        decisions[difference.id] = choice;
      }
      const edits = (known?.plan?.operations ?? [])
        .map(({ document }) => document)
        .filter(({ kind }) => kind === 'split_label/1'); // their rules stay
      await save.mutateAsync({ decisions, edits });
    },
  });
}

/** The same merge as before, now that the attribute is there or gone. */
function meant({ choices }: Difference, target: string): Choice | undefined {
  return choices.find(({ key, operations }) => {
    const [first] = operations;
    const isMerge = operations.length === 1 && first?.kind === 'merge_labels/1';
    return (
      isMerge && first.document.target === target && (key === 'one' || key.startsWith('into:'))
    );
  });
}
