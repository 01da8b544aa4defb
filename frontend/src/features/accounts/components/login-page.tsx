import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LoginForm } from './login-form';
import classes from './login.module.css';
import { PublicPage } from './public-page';

export function LoginPage() {
  const { t } = useLingui();
  const { next } = useSearch({ from: '/login' });
  const navigate = useNavigate();
  const title = t`Log in`;
  useEffect(() => {
    document.title = `${title} · Labelwright`;
  }, [title]);
  return (
    <PublicPage>
      <h1 className={classes.title}>
        <Trans>Log in to Labelwright</Trans>
      </h1>
      <p className={classes.lead}>
        <Trans>Where definition, guideline, labels and dataset evolve together.</Trans>
      </p>
      <LoginForm onDone={() => void navigate({ href: next ?? '/projects', replace: true })} />
      <p className={classes.note}>
        <Trans>No account yet? Your organisation's owner sends you an invitation.</Trans>
      </p>
    </PublicPage>
  );
}
