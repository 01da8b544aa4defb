import { Modal } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useSuspendedCommands } from '@/lib/commands';

interface DialogProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  /** `wide` is for what is looked at, such as two versions of an item. */
  size?: 'sm' | 'md' | 'lg' | 'xl' | 'wide';
  /** False while closing would lose something, such as a secret that is shown once. */
  isDismissable?: boolean;
  children: ReactNode;
}

/** A form over the page. The page's keys rest while it is open. */
export function Dialog(props: DialogProps) {
  const { isOpen, title, onClose, size = 'md', isDismissable = true, children } = props;
  const { t } = useLingui();
  useSuspendedCommands(isOpen);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={size === 'wide' ? 'min(84rem, 94vw)' : size}
      closeOnClickOutside={isDismissable}
      closeOnEscape={isDismissable}
      withCloseButton={isDismissable}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {children}
    </Modal>
  );
}
