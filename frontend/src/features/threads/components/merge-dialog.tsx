import { Button, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Thread, ThreadRow } from '@/api/threads';
import { ProblemAlert } from '@/components/problem-alert';
import { useSuspendedCommands } from '@/lib/commands';
import { useMerge } from '../api/threads';

interface MergeDialogProps {
  thread: Thread;
  others: readonly ThreadRow[];
  onMerged: (into: string) => void;
  onClose: () => void;
}

/** Which question this one repeats. */
export function MergeDialog({ thread, others, onMerged, onClose }: MergeDialogProps) {
  const { t } = useLingui();
  useSuspendedCommands(true);
  const merge = useMerge(thread.id);
  const [into, setInto] = useState(others[0]?.id ?? '');
  return (
    <Modal opened onClose={onClose} title={t`Merge a duplicate`} size="lg">
      <Stack gap="md">
        <Text size="sm">
          <Trans>Both who asked get the answer. Neither sees what the other wrote.</Trans>
        </Text>
        <NativeSelect
          label={t`The question that this one repeats`}
          value={into}
          data={others.map(({ id, excerpt }) => ({ value: id, label: excerpt.slice(0, 90) }))}
          onChange={(event) => setInto(event.currentTarget.value)}
        />
        <ProblemAlert error={merge.error} />
        <Button
          disabled={into === ''}
          loading={merge.isPending}
          onClick={() => merge.mutate(into, { onSuccess: () => onMerged(into) })}
        >
          <Trans>Merge</Trans>
        </Button>
      </Stack>
    </Modal>
  );
}
