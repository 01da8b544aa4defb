import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import type { Project } from '@/api/project';
import { useCurrentUser, useUpdateMe } from '@/api/session';
import type { NavItem, Scheme } from '@/components/app-frame';
import { useLogOut } from '@/features/accounts/api/log-out';
import { useCommands, type Command } from '@/lib/commands';
import { useAskedSubject } from '@/lib/asking';
import { ownKeys, type OwnKeys } from '@/lib/own-keys';
import { showToast } from '@/lib/toasts';
import { isLocale, LOCALE_NAMES, LOCALES, rememberLocale, type Locale } from '@/lib/locale';
import { activateLocale } from './catalogues';
import { useCrumbs } from './crumbs';

const CommandPalette = lazy(() => import('@/components/command-palette'));
const Asking = lazy(() => import('./asking').then(({ Asking: Loaded }) => ({ default: Loaded })));
const ShortcutHelp = lazy(() => import('@/components/shortcut-help'));

const GO = msg`Go to`;
const SETTINGS = msg`Settings`;
const HELP = msg`Help`;

export interface ShellProps {
  nav: readonly (readonly (Omit<NavItem, 'label'> & { title: MessageDescriptor })[])[];
  /** The project whose side bar it is. */
  project?: Project;
  jobBar?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}

/** The same commands without any frame, for the screens that need all the room. */
export function BareShell({
  nav,
  project,
  children,
}: Pick<ShellProps, 'nav' | 'project' | 'children'>) {
  useCrumbs();
  const isAsking = useAskedSubject() !== null;
  // Letters belong to the screen's own tools there: one goes elsewhere by the palette.
  const { open, setOpen } = useShell(
    nav.map((section) => section.map((item) => ({ ...item, shortcut: undefined }))),
  );
  return (
    <>
      {children}
      <Overlays open={open} onClose={() => setOpen(null)} />
      <Suspense fallback={null}>{isAsking && <Asking project={project} />}</Suspense>
    </>
  );
}

type Open = 'palette' | 'help' | null;

export function Overlays({ open, onClose }: { open: Open; onClose: () => void }) {
  const user = useCurrentUser();
  const saveKeys = useSaveKeys();
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <CommandPalette isOpen onClose={onClose} />}
      {open === 'help' && (
        <ShortcutHelp isOpen onClose={onClose} onKeys={user ? saveKeys : undefined} />
      )}
    </Suspense>
  );
}

export function useShell(nav: ShellProps['nav']) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const logOut = useLogOut();
  const [open, setOpen] = useState<Open>(null);
  const preferences = usePreferences();

  const items = nav.map((section) =>
    section.map(({ title, ...item }) => ({ ...item, label: i18n._(title) })),
  );
  const handleLogOut = () =>
    logOut.mutate(undefined, { onSuccess: () => void navigate({ to: '/login' }) });

  useCommands([
    ...items.flat().map((item): Command => ({
      name: `go.${item.key}`,
      title: item.label,
      group: GO,
      shortcut: item.shortcut,
      run: () => void navigate({ to: item.to }),
    })),
    {
      name: 'go.home',
      title: t`All projects`,
      group: GO,
      run: () => void navigate({ to: '/projects' }),
    },
    {
      name: 'go.me',
      title: t`My account`,
      group: GO,
      run: () => void navigate({ to: '/account' }),
    },
    ...(['light', 'dark', 'auto'] as const).map((scheme): Command => ({
      name: `scheme.${scheme}`,
      title: { light: t`Light colours`, dark: t`Dark colours`, auto: t`Colours as the system` }[
        scheme
      ],
      group: SETTINGS,
      when: () => scheme !== preferences.scheme,
      run: () => preferences.setScheme(scheme),
    })),
    ...LOCALES.map((locale): Command => ({
      name: `locale.${locale}`,
      title: LOCALE_NAMES[locale],
      group: SETTINGS,
      when: () => locale !== i18n.locale,
      run: () => preferences.setLocale(locale),
    })),
    {
      name: 'help.keys',
      title: t`Show the keys of this screen`,
      group: HELP,
      shortcut: '?',
      run: () => setOpen('help'),
    },
    {
      name: 'help.palette',
      title: t`Find a page or a command`,
      group: HELP,
      shortcut: 'mod+k',
      isInInputs: true,
      isHiddenInPalette: true,
      run: () => setOpen('palette'),
    },
    { name: 'session.log_out', title: t`Log out`, group: SETTINGS, run: handleLogOut },
  ]);

  return { items, preferences, handleLogOut, open, setOpen };
}

/** Keys of one's own: at once on the page, and in the account. */
function useSaveKeys() {
  const { t } = useLingui();
  const { mutate: saveMe } = useUpdateMe();
  return (next: OwnKeys) => {
    const before = ownKeys.get();
    ownKeys.set(next);
    const shortcuts = Object.fromEntries(
      Object.entries(next).map(([name, keys]) => [name, [...keys]]),
    );
    saveMe(
      { shortcuts },
      {
        onError: () => {
          ownKeys.set(before);
          showToast({ message: t`The keys could not be saved. They are as before.`, tone: 'bad' });
        },
      },
    );
  };
}

/** Scheme and locale: at once on the page, on this device, and in the account. */
function usePreferences() {
  const { i18n } = useLingui();
  const user = useCurrentUser();
  const { colorScheme, setColorScheme } = useMantineColorScheme({
    keepTransitions: true, // else Mantine writes a style element with innerHTML
  });
  const { mutate: saveMe } = useUpdateMe();
  const applied = useRef<string | null>(null);

  // What the account says wins over what this device remembers, once for each login and each change.
  useEffect(() => {
    if (!user) return;
    ownKeys.set(user.shortcuts);
    const key = `${user.id} ${user.theme} ${user.locale}`;
    if (applied.current === key) return;
    applied.current = key;
    if (user.theme !== colorScheme) setColorScheme(user.theme);
    if (isLocale(user.locale) && user.locale !== i18n.locale) {
      rememberLocale(user.locale);
      void activateLocale(user.locale);
    }
  }, [user, colorScheme, setColorScheme, i18n]);

  return {
    scheme: colorScheme,
    setScheme: (scheme: Scheme) => {
      setColorScheme(scheme);
      if (user) saveMe({ theme: scheme });
    },
    setLocale: (locale: Locale) => {
      rememberLocale(locale);
      void activateLocale(locale);
      if (user) saveMe({ locale });
    },
  };
}
