import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { GuidelineVersion } from '@/api/guideline-version';
import { keptStore } from '@/api/kept/my-outbox';
import type { Project } from '@/api/project';
import { useCurrentUser } from '@/api/session';
import { Autosaver, type Merged } from '@/lib/autosave';
import type { ApiProblem } from '@/lib/problem';
import { guidelineDraftQuery, saveGuidelineDraft } from '../api/guideline-draft';
import { TextKeeper, type KeptText } from '../text/kept-text';
import { conflictsIn, mergedText, mergeTexts, type MergedSection } from '../text/merge';

export interface Desk {
  keeper: TextKeeper;
  /** What this computer has of earlier and the server has not. */
  kept: KeptText | null;
}

/** What this computer keeps of the draft, once it is read; asked anew for each visit. */
export function useDesk(project: Project, draft: string): Desk | undefined {
  const user = useCurrentUser()?.id ?? '';
  return useQuery({
    queryKey: ['kept-guideline', user, project.id, draft],
    queryFn: async () => {
      const keeper = new TextKeeper(await keptStore(), user, project.id);
      return { keeper, kept: await keeper.read() };
    },
    staleTime: Infinity,
    gcTime: 0,
    networkMode: 'always',
  }).data;
}

/** A text that somebody else saved first, as a 412 tells it. */
export function theirsIn(problem: ApiProblem | null): { markdown: string; version: number } | null {
  const { markdown, current } = problem?.extensions ?? {};
  return typeof markdown === 'string' && typeof current === 'number'
    ? { markdown, version: current }
    : null;
}

export type DraftSaver = Autosaver<string, GuidelineVersion>;

/** Both texts as one, and the sections; `merged` is null where a person decides. */
export function putTogether(
  saved: string,
  content: string,
  theirs: { markdown: string; version: number },
): { sections: MergedSection[]; merged: Merged<string> | null } {
  const sections = mergeTexts(saved, content, theirs.markdown);
  if (conflictsIn(sections).length > 0) return { sections, merged: null };
  // Where only one side has changed, its text stays as it was written, blank lines and all.
  const isMineSame = sections.every(({ side }) => side === 'same' || side === 'theirs');
  const text = isMineSame ? theirs.markdown : (mergedText(sections) ?? content);
  return { sections, merged: { saved: theirs.markdown, version: theirs.version, content: text } };
}

interface SaverOptions {
  project: Project;
  draft: GuidelineVersion;
  desk: Desk;
  /** What somebody else saved meanwhile was put together with ours. */
  onMerged: (text: string, sections: MergedSection[]) => void;
}

interface Writing {
  saver: DraftSaver;
  change: (text: string) => void;
  /** Keeps on this computer what the server does not have, and what was decided so far beside `version` of theirs. */
  keep: (choices?: KeptText['choices']) => void;
}

/** What saves the draft; it lives as long as the page. What it has not saved is kept on this computer. */
export function useDraftSaver({ project, draft, desk, onMerged }: SaverOptions): Writing {
  const queryClient = useQueryClient();
  const [saver] = useState(() => {
    const { kept } = desk;
    const isSameDraft = kept?.draft === draft.id;
    const made: DraftSaver = new Autosaver<string, GuidelineVersion>({
      content: kept?.base ?? draft.markdown,
      // Of a draft that is gone, no version fits this one: the server answers with what it has, and both are put together.
      version: kept ? (isSameDraft ? kept.version : 0) : draft.version,
      save: (markdown, version) => saveGuidelineDraft(project.id, draft.id, markdown, version),
      onSaved: (answer) =>
        queryClient.setQueryData(guidelineDraftQuery(project.id).queryKey, answer),
      isOurs: (problem, markdown) => problem.extensions.markdown === markdown,
      merge: (problem, saved, content) => {
        const theirs = theirsIn(problem);
        const found = theirs && putTogether(saved, content, theirs);
        if (!found?.merged) return null;
        onMerged(found.merged.content, found.sections);
        return found.merged;
      },
    });
    if (kept) made.change(kept.markdown);
    return made;
  });
  const keep = useCallback(
    (choices?: KeptText['choices']) => {
      const { saved: base, content: markdown, isDirty } = saver;
      const { version } = saver.get();
      const text = { draft: draft.id, version, base, markdown, choices };
      desk.keeper.keep(isDirty ? text : null);
    },
    [saver, desk, draft.id],
  );
  const change = useCallback(
    (text: string) => {
      saver.change(text);
      keep();
    },
    [saver, keep],
  );
  // What was decided beside theirs is written down by who decides it.
  useEffect(
    () => saver.subscribe(() => (saver.get().word === 'conflict' ? undefined : keep())),
    [saver, keep],
  );
  useEffect(() => {
    const handleUnload = (event: BeforeUnloadEvent) => {
      if (saver.isDirty) event.preventDefault();
    };
    window.addEventListener('beforeunload', handleUnload);
    return () => {
      window.removeEventListener('beforeunload', handleUnload);
      if (saver.get().word !== 'refused') void saver.flush();
      else saver.stop();
    };
  }, [saver]);
  return { saver, change, keep };
}
