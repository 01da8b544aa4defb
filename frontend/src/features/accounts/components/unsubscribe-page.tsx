import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { ProblemAlert } from '@/components/problem-alert';
import { isProblem } from '@/lib/problem';
import { useUnsubscribe } from '../api/unsubscribe';
import classes from './login.module.css';
import { PublicPage } from './public-page';

/** Where the link in a digest leads. It asks first: mail programs open links by themselves. */
export function UnsubscribePage() {
  const [token] = useState(readToken);
  const unsubscribe = useUnsubscribe();
  if (token === '' || isProblem(unsubscribe.error, 404)) {
    return (
      <PublicPage>
        <h1 className={classes.title}>
          <Trans>This link can't be used</Trans>
        </h1>
        <p className={classes.lead}>
          <Trans>
            It is not complete. Log in, and choose on your account's page how often you are written
            to.
          </Trans>
        </p>
      </PublicPage>
    );
  }
  if (unsubscribe.isSuccess) {
    return (
      <PublicPage>
        <h1 className={classes.title}>
          <Trans>You get no more of these e-mails</Trans>
        </h1>
        <p className={classes.lead}>
          <Trans>On your account's page you can ask for them again.</Trans>
        </p>
      </PublicPage>
    );
  }
  return (
    <PublicPage>
      <h1 className={classes.title}>
        <Trans>Stop these e-mails?</Trans>
      </h1>
      <p className={classes.lead}>
        <Trans>
          You will not be written to about questions any more. On your account's page you can ask
          for it again.
        </Trans>
      </p>
      <ProblemAlert error={unsubscribe.error} />
      <Button autoFocus loading={unsubscribe.isPending} onClick={() => unsubscribe.mutate(token)}>
        <Trans>Stop them</Trans>
      </Button>
    </PublicPage>
  );
}

/** Behind `#` in the e-mail's text, so that no server logs it; in the query where a mail program opens its own link. */
function readToken(): string {
  return location.hash.slice(1) || (new URLSearchParams(location.search).get('token') ?? '');
}
