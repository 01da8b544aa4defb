import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GuidelineVersion } from '@/api/guideline-version';
import type { Autosaver } from '@/lib/autosave';
import { fetchPointers, type Move, type Pointer } from '../api/guideline-draft';

/** Where a pointer goes: a section's key, empty for the guideline as a whole, null to leave an example out. */
export type Target = string | null;

/** What points to sections that the draft leaves out, and where the curator sends it. */
export interface PointerChoice {
  pointers: readonly Pointer[];
  targets: ReadonlyMap<Pointer, Target>;
  isDecided: boolean;
  isPending: boolean;
  error: unknown;
  moves: Move[];
  onTarget: (pointers: readonly Pointer[], target: Target | undefined) => void;
}

const NONE: readonly Pointer[] = [];

export function usePointers(
  project: string,
  saver: Autosaver<string, GuidelineVersion>,
  text: string,
  isWanted: boolean,
): PointerChoice {
  const [targets, setTargets] = useState<ReadonlyMap<Pointer, Target>>(new Map());
  const query = useQuery({
    queryKey: ['guideline-pointers', project, text],
    queryFn: async () => ((await saver.flush()) ? fetchPointers(project) : []),
    enabled: isWanted,
    gcTime: 0,
  });
  const pointers = query.data ?? NONE;
  return {
    pointers,
    targets,
    isDecided: pointers.every((pointer) => targets.has(pointer)),
    isPending: query.isLoading,
    error: query.error,
    moves: pointers.flatMap((pointer) => {
      const to = targets.get(pointer);
      return to === undefined ? [] : [{ section: pointer.section, id: pointer.id, to }];
    }),
    onTarget: (chosen, target) =>
      setTargets((old) => {
        const next = new Map(old);
        for (const pointer of chosen) {
          // A question stays a question: it cannot be left out.
          const isOut = target === null && pointer.kind !== 'example';
          if (target === undefined || isOut) next.delete(pointer);
          else next.set(pointer, target);
        }
        return next;
      }),
  };
}
