import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { useCurrentUser, useUpdateMe, type User } from '@/api/session';
import { PageHeader } from '@/components/page-header';
import { Page } from '@/components/page';
import { ProblemAlert } from '@/components/problem-alert';
import { isLocale, LOCALE_NAMES, LOCALES } from '@/lib/locale';
import { isProblem } from '@/lib/problem';
import { showToast } from '@/lib/toasts';
import { useChangePassword } from '../api/change-password';
import classes from './account-page.module.css';
import { MySessions } from './my-sessions';
import { MyTokens } from './my-tokens';

export function AccountPage() {
  const user = useCurrentUser();
  if (!user) return null;
  return (
    <Page>
      <PageHeader title={<Trans>Account</Trans>} context={user.email} />
      <Profile key={user.id} user={user} />
      <Digest user={user} />
      <Password email={user.email} />
      <MySessions />
      <MyTokens />
    </Page>
  );
}

function Profile({ user }: { user: User }) {
  const { t } = useLingui();
  const update = useUpdateMe();
  const [name, setName] = useState(user.name);
  const problem = isProblem(update.error) ? update.error : null;
  const isChanged = name.trim() !== user.name && name.trim() !== '';

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { name: name.trim() },
      { onSuccess: () => showToast({ message: t`Name saved`, tone: 'good' }) },
    );
  };

  return (
    <section className={classes.section}>
      <div>
        <h2 className={classes.title}>
          <Trans>Profile</Trans>
        </h2>
        <p className={classes.note}>
          <Trans>Language and colours follow you to every device.</Trans>
        </p>
      </div>
      <form className={classes.form} onSubmit={handleSubmit}>
        <TextInput
          label={t`Name`}
          autoComplete="name"
          value={name}
          error={problem?.at('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t`Language`}
          allowDeselect={false}
          data={LOCALES.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale] }))}
          value={user.locale}
          onChange={(locale) => isLocale(locale) && update.mutate({ locale })}
        />
        <Select
          label={t`Colours`}
          allowDeselect={false}
          data={[
            { value: 'auto', label: t`As the system` },
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
          ]}
          value={user.theme}
          onChange={(theme) => isTheme(theme) && update.mutate({ theme })}
        />
        <ProblemAlert error={update.error} shownPointers={['/name']} />
        <div>
          <Button type="submit" disabled={!isChanged} loading={update.isPending}>
            <Trans>Save the name</Trans>
          </Button>
        </div>
      </form>
    </section>
  );
}

function Digest({ user }: { user: User }) {
  const { t } = useLingui();
  const update = useUpdateMe();
  return (
    <section className={classes.section}>
      <div>
        <h2 className={classes.title}>
          <Trans>E-mail about what is new</Trans>
        </h2>
        <p className={classes.note}>
          <Trans>
            What is new in questions: answers to yours, where you are mentioned, what waits for you.
            None where nothing is new.
          </Trans>
        </p>
      </div>
      <div className={classes.form}>
        <Select
          aria-label={t`E-mail about what is new`}
          allowDeselect={false}
          data={[
            { value: 'daily', label: t`Once a day` },
            { value: 'hourly', label: t`Once an hour` },
            { value: 'off', label: t`Never` },
          ]}
          value={user.digest}
          onChange={(digest) => isDigest(digest) && update.mutate({ digest })}
        />
        <ProblemAlert error={update.error} />
      </div>
    </section>
  );
}

function isDigest(value: string | null): value is User['digest'] {
  return value === 'off' || value === 'daily' || value === 'hourly';
}

function isTheme(value: string | null): value is User['theme'] {
  return value === 'auto' || value === 'light' || value === 'dark';
}

function Password({ email }: { email: string }) {
  const { t } = useLingui();
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const problem = isProblem(change.error) ? change.error : null;

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { current, new: next },
      {
        onSuccess: () => {
          setCurrent('');
          setNext('');
          showToast({ message: t`Password changed`, tone: 'good' });
        },
      },
    );
  };

  return (
    <section className={classes.section}>
      <div>
        <h2 className={classes.title}>
          <Trans>Password</Trans>
        </h2>
        <p className={classes.note}>
          <Trans>At least 12 characters. A sentence is easier to remember than a riddle.</Trans>
        </p>
      </div>
      <form className={classes.form} onSubmit={handleSubmit}>
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <PasswordInput
          label={t`Current password`}
          autoComplete="current-password"
          value={current}
          error={problem?.at('/current')}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t`New password`}
          autoComplete="new-password"
          value={next}
          error={problem?.at('/new')}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <ProblemAlert error={change.error} shownPointers={['/current', '/new']} />
        <div>
          <Button
            type="submit"
            variant="default"
            disabled={current === '' || next.length < 12}
            loading={change.isPending}
          >
            <Trans>Change the password</Trans>
          </Button>
        </div>
      </form>
    </section>
  );
}
