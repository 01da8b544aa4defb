import { Modal } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useCurrentUser } from '@/api/session';
import { sessionEvents } from '@/api/session-events';
import { useSuspendedCommands } from '@/lib/commands';
import { LoginForm } from './login-form';
import classes from './login.module.css';

/** Asks for the password over the page as it is: nothing on it is lost because a session ran out. */
export function SessionExpiredDialog() {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const user = useCurrentUser();
  const [isOpen, setIsOpen] = useState(false);
  const isAsking = isOpen && user !== null;
  useEffect(() => sessionEvents.onExpired(() => setIsOpen(true)), []);
  useSuspendedCommands(isAsking);
  if (!isAsking) return null;

  const handleDone = () => {
    setIsOpen(false);
    void queryClient.invalidateQueries();
  };

  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t`Log in again to go on`}
      size="sm"
    >
      <p className={classes.dialogLead}>
        <Trans>Your session has ended. This page stays as it is.</Trans>
      </p>
      <LoginForm email={user.email} onDone={handleDone} />
    </Modal>
  );
}
