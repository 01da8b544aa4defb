import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense } from 'react';
import { mayAsk } from '@/api/asking';
import type { Project } from '@/api/project';
import { ASK_KEY, closeQuestion, openQuestion, useAskedSubject } from '@/lib/asking';
import { useCommands } from '@/lib/commands';
import { loadCatalogue } from './catalogues';

const AskDialog = lazy(async () => {
  const [{ AskDialog: Loaded }] = await Promise.all([
    import('@/features/threads/components/ask-dialog'),
    loadCatalogue('threads'),
  ]);
  return { default: Loaded };
});

/** The dialog that asks, over whatever page is there. */
export function Asking({ project }: { project: Project | undefined }) {
  const subject = useAskedSubject();
  return (
    project &&
    subject && (
      <Suspense fallback={null}>
        <AskDialog project={project} subject={subject} onClose={closeQuestion} />
      </Suspense>
    )
  );
}

/** One key asks on every page of a project; the screens without a frame have keys of their own. */
export function useAskCommand(project: Project | undefined): void {
  const { t } = useLingui();
  useCommands([
    {
      name: 'threads.ask',
      title: t`Ask a question`,
      shortcut: ASK_KEY,
      when: () => project !== undefined && mayAsk(project),
      run: () => openQuestion(),
    },
  ]);
}
