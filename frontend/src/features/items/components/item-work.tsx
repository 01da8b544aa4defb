import { Plural, Trans } from '@lingui/react/macro';
import { StatusBadge } from '@/components/status-badge';
import type { ItemRow } from '@/api/items';

/** How far the work on an item is. */
export function ItemWork({ item }: { item: Pick<ItemRow, 'tasks_count' | 'accepted_count'> }) {
  const { tasks_count: tasks, accepted_count: accepted } = item;
  if (tasks === 0) {
    return (
      <StatusBadge tone="idle" isPlain>
        <Trans>in no batch</Trans>
      </StatusBadge>
    );
  }
  if (accepted >= tasks) {
    return (
      <StatusBadge tone="good" isPlain>
        <Trans>accepted</Trans>
      </StatusBadge>
    );
  }
  return (
    <StatusBadge tone="info" isPlain>
      {accepted > 0 ? (
        <Trans>
          {accepted} of {tasks} accepted
        </Trans>
      ) : (
        <Plural value={tasks} one="# task" other="# tasks" />
      )}
    </StatusBadge>
  );
}
