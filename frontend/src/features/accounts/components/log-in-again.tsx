import { Modal } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspendedCommands } from '@/lib/commands';
import { LoginForm } from './login-form';
import classes from './login.module.css';

interface LogInAgainProps {
  email: string;
  onDone: () => void;
}

export default function LogInAgain({ email, onDone }: LogInAgainProps) {
  const { t } = useLingui();
  useSuspendedCommands(true);
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
      <LoginForm email={email} onDone={onDone} />
    </Modal>
  );
}
