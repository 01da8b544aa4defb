import { Button, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useCurrentUser } from '@/api/session';
import { ProblemAlert } from '@/components/problem-alert';
import { isProblem } from '@/lib/problem';
import { useAcceptInvitation, useInvitation } from '../api/invitations';
import classes from './login.module.css';
import { PublicPage } from './public-page';

/** The token stands behind `#`, so that no server ever logs it. */
export function InvitePage() {
  const [token] = useState(() => location.hash.slice(1));
  const invitation = useInvitation(token);
  if (token === '' || invitation.isError) {
    return (
      <PublicPage>
        <h1 className={classes.title}>
          <Trans>This invitation can't be used</Trans>
        </h1>
        <p className={classes.lead}>
          <Trans>
            It was used already, has run out, or the link is not complete. Ask for a new one.
          </Trans>
        </p>
        {!isProblem(invitation.error, 404) && <ProblemAlert error={invitation.error} />}
      </PublicPage>
    );
  }
  if (!invitation.data) {
    return (
      <PublicPage>
        <Skeleton height={28} mt="xl" />
        <Skeleton height={120} mt="xl" />
      </PublicPage>
    );
  }
  const { organisation, email, vendor, has_account: hasAccount } = invitation.data;
  return (
    <PublicPage>
      <h1 className={classes.title}>
        <Trans>Join {organisation}</Trans>
      </h1>
      <p className={classes.lead}>
        {vendor ? (
          <Trans>
            You were invited as {email}, to work for {vendor}.
          </Trans>
        ) : (
          <Trans>You were invited as {email}.</Trans>
        )}
      </p>
      <AcceptForm token={token} email={email} hasAccount={hasAccount} />
    </PublicPage>
  );
}

interface AcceptFormProps {
  token: string;
  email: string;
  /** Then its password is asked for, and no name: the link alone must not open an account. */
  hasAccount: boolean;
}

function AcceptForm({ token, email, hasAccount }: AcceptFormProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const accept = useAcceptInvitation();
  const isSignedIn = useCurrentUser()?.email === email;
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const problem = isProblem(accept.error) ? accept.error : null;

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate(
      { token, name: name.trim(), password },
      { onSuccess: () => void navigate({ to: '/projects', replace: true }) },
    );
  };

  return (
    <form className={classes.form} onSubmit={handleSubmit}>
      <input type="hidden" name="username" autoComplete="username" value={email} />
      {!hasAccount && (
        <TextInput
          size="md"
          label={t`Your name`}
          description={t`People of other vendors never see it.`}
          autoComplete="name"
          required
          withAsterisk={false}
          autoFocus
          value={name}
          error={problem?.at('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {!isSignedIn && (
        <PasswordInput
          size="md"
          label={t`Password`}
          description={hasAccount ? t`That of your account here` : t`At least 12 characters`}
          autoComplete={hasAccount ? 'current-password' : 'new-password'}
          minLength={hasAccount ? undefined : 12}
          required
          withAsterisk={false}
          value={password}
          error={problem?.at('/password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      <ProblemAlert error={accept.error} shownPointers={['/name', '/password']} />
      <Button type="submit" size="md" fullWidth loading={accept.isPending}>
        <Trans>Join</Trans>
      </Button>
    </form>
  );
}
