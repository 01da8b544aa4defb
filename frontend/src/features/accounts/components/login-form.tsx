import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { ProblemAlert } from '@/components/problem-alert';
import { useLogIn } from '../api/log-in';
import classes from './login.module.css';

interface LoginFormProps {
  /** Who was logged in; then only the password is asked for. */
  email?: string;
  onDone: () => void;
}

export function LoginForm({ email: known, onDone }: LoginFormProps) {
  const { t } = useLingui();
  const logIn = useLogIn();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate({ email: email.trim(), password }, { onSuccess: onDone });
  };

  return (
    <form className={classes.form} onSubmit={handleSubmit}>
      <TextInput
        size="md"
        type="email"
        name="email"
        label={t`E-mail`}
        autoComplete="username"
        required
        withAsterisk={false}
        readOnly={known !== undefined}
        data-autofocus={known === undefined || undefined}
        autoFocus={known === undefined}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        size="md"
        name="password"
        label={t`Password`}
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus={known !== undefined || undefined}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <ProblemAlert error={logIn.error} />
      <Button type="submit" size="md" fullWidth loading={logIn.isPending}>
        <Trans>Log in</Trans>
      </Button>
    </form>
  );
}
