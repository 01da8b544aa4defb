import { ActionIcon, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '@/components/dialog';
import { ExampleForm } from '@/components/example-form';
import type { NamedExample } from '@/lib/examples';
import { showToast } from '@/lib/toasts';

interface ExampleActionsProps {
  example: NamedExample;
  /** Null takes it out. */
  onChange: (changed: NamedExample | null) => void;
  onMove: (by: -1 | 1) => void;
  onUndo: () => void;
}

/** What the curator does to an example in the preview; each is a change of the text. */
export function ExampleActions({ example, onChange, onMove, onUndo }: ExampleActionsProps) {
  const { t } = useLingui();
  const [isEditing, setIsEditing] = useState(false);
  const { key } = example;
  const handleRemove = () => {
    onChange(null);
    showToast({
      message: t`The example ${key} is taken out`,
      action: { label: t`Undo`, run: onUndo },
    });
  };
  return (
    <>
      <Deed icon={IconArrowUp} label={t`Before the example above`} onClick={() => onMove(-1)} />
      <Deed icon={IconArrowDown} label={t`Behind the example below`} onClick={() => onMove(1)} />
      <Deed icon={IconPencil} label={t`Change the words`} onClick={() => setIsEditing(true)} />
      <Deed icon={IconTrash} label={t`Take it out`} onClick={handleRemove} />
      <Dialog isOpen={isEditing} title={t`Example ${key}`} onClose={() => setIsEditing(false)}>
        <ExampleForm
          start={example}
          submitLabel={<Trans>Change</Trans>}
          onSubmit={(words) => {
            setIsEditing(false);
            onChange({ key, ...words });
          }}
        />
      </Dialog>
    </>
  );
}

function Deed({ icon: Sign, label, onClick }: { icon: Icon; label: string; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" variant="subtle" aria-label={label} onClick={onClick}>
        <Sign size={15} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
