import { Plural, Trans } from '@lingui/react/macro';
import { StatusBadge } from '@/components/status-badge';
import type { ItemRow } from '@/api/items';

interface ItemWorkProps {
  item: { [Count in 'tasks_count' | 'accepted_count']: ItemRow[Count] | null };
}

/** How far the work on an item is; nothing for those who are not told. */
export function ItemWork({ item }: ItemWorkProps) {
  const { tasks_count: tasks, accepted_count: accepted } = item;
  if (tasks === null || accepted === null) return null;
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
