import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useCurrentUser } from '@/api/session';
import { AppFrame } from '@/components/app-frame';
import { isLocale } from '@/lib/locale';
import { Overlays, useShell, type ShellProps } from './bare-shell';
import { useCrumbs } from './crumbs';

/** The frame with everything that is the same on all pages: who, where, how, and the commands for it. */
export function Shell({ nav, place, jobBar, tools, children }: ShellProps) {
  const { t, i18n } = useLingui();
  const user = useCurrentUser();
  const navigate = useNavigate();
  const crumbs = useCrumbs();
  const { items, preferences, handleLogOut, open, setOpen } = useShell(nav);
  return (
    <>
      <AppFrame
        nav={items}
        place={place}
        jobBar={jobBar}
        tools={tools}
        crumbs={crumbs}
        user={user}
        accountMenu={[
          {
            key: 'account',
            label: t`My account`,
            onClick: () => void navigate({ to: '/account' }),
          },
          { key: 'log-out', label: t`Log out`, onClick: handleLogOut },
        ]}
        scheme={preferences.scheme}
        onScheme={preferences.setScheme}
        locale={isLocale(i18n.locale) ? i18n.locale : 'en'}
        onLocale={preferences.setLocale}
        onPalette={() => setOpen('palette')}
      >
        {children}
      </AppFrame>
      <Overlays open={open} onClose={() => setOpen(null)} />
    </>
  );
}
