import { Trans } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';
import type { AnnotationValue } from '@/editor/core/value';
import type { LabellingSession, OpenWork } from '../model/labelling-session';
import CompareDialog from './compare-dialog';

interface DraftConflictProps {
  session: LabellingSession;
  work: OpenWork;
  onClose: () => void;
}

/** Unfinished work that another window or computer saved too. */
export default function DraftConflict({ session, work, onClose }: DraftConflictProps) {
  const { theirs } = useSyncExternalStore(work.draft.subscribe, work.draft.getState);
  if (!theirs) return null;
  const settle = (isTheirs: boolean) => (value: AnnotationValue) => {
    session.settleDraft(value, isTheirs);
    onClose();
  };
  return (
    <CompareDialog
      schema={work.screen.schema}
      item={work.screen.item}
      mine={work.screen.editor.toValue()}
      theirs={(theirs.value ?? {}) as AnnotationValue /* an editor of ours wrote it */}
      explanation={
        <Trans>You worked on this item in another window or on another computer, too.</Trans>
      }
      onMine={settle(false)}
      onTheirs={settle(true)}
      onClose={onClose}
    />
  );
}
