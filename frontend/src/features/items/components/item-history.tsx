import { useLingui } from '@lingui/react/macro';
import type { Annotation, Item } from '@/api/items';
import { useRestoreRevision, useRevisionHistory, type Revision } from '@/api/revisions';
import RevisionHistory from '@/editor/screen/history/revision-history';
import { showToast } from '@/lib/toasts';

interface ItemHistoryProps {
  item: Item;
  annotation: Annotation;
  /** Those who run the project take any state back. */
  mayRestore: boolean;
  onClose: () => void;
}

/** How an annotation of an item came about, and the way back to an earlier state of it. */
export default function ItemHistory({ item, annotation, mayRestore, onClose }: ItemHistoryProps) {
  const { t } = useLingui();
  const history = useRevisionHistory(annotation.id);
  const restore = useRestoreRevision({ ...annotation, item: item.id });
  return (
    <RevisionHistory
      {...history}
      item={item}
      onClose={onClose}
      {...(mayRestore && {
        restore: {
          into: 'record',
          isBusy: restore.isPending,
          error: restore.error,
          run: (revision: Revision) =>
            restore.mutate(revision, {
              onSuccess: () =>
                showToast({ message: t`Revision ${revision.number} is taken back`, tone: 'good' }),
            }),
        },
      })}
    />
  );
}
