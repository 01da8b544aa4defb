import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import {
  IconCheck,
  IconChevronRight,
  IconDeviceDesktop,
  IconLanguage,
  IconMoon,
  IconSearch,
  IconSun,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Crumb } from '@/lib/breadcrumb';
import { formatNumber } from '@/lib/format';
import { ariaShortcut } from '@/lib/shortcuts';
import { LOCALE_NAMES, LOCALES, type Locale } from '@/lib/locale';
import classes from './app-frame.module.css';
import { Avatar } from './avatar';
import { BrandMark } from './brand-mark';
import { Shortcut } from './shortcut';

export interface NavItem {
  key: string;
  to: string;
  label: string;
  icon: Icon;
  /** Open questions, waiting reviews. */
  count?: number;
  shortcut?: string;
}

export interface AccountMenuItem {
  key: string;
  label: string;
  onClick: () => void;
}

export type Scheme = 'light' | 'dark' | 'auto';

interface AppFrameProps {
  nav: readonly (readonly NavItem[])[];
  /** Under the logo: where we are, and how to go elsewhere. */
  place?: ReactNode;
  /** At the foot of the side bar: the running job. */
  jobBar?: ReactNode;
  crumbs: readonly Crumb[];
  /** In the top bar before the other tools: notifications. */
  tools?: ReactNode;
  user: { name: string; email: string } | null;
  accountMenu: readonly AccountMenuItem[];
  scheme: Scheme;
  onScheme: (scheme: Scheme) => void;
  locale: Locale;
  onLocale: (locale: Locale) => void;
  onPalette: () => void;
  children: ReactNode;
}

/** Side bar, top bar, content. The side bar shows icons alone where the window is narrow. */
export function AppFrame(props: AppFrameProps) {
  const { t } = useLingui();
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t`Skip to the content`}
      </a>
      <SideBar {...props} />
      <div className={classes.main}>
        <TopBar {...props} />
        <main id="content" tabIndex={-1} className={classes.content}>
          {props.children}
        </main>
      </div>
    </div>
  );
}

function SideBar({ nav, place, jobBar }: AppFrameProps) {
  const { t, i18n } = useLingui();
  return (
    <aside className={classes.side}>
      <Link to="/" className={classes.brand} title={t`All projects`}>
        <BrandMark />
        <span className={classes.word}>Labelwright</span>
      </Link>
      {place && <div className={classes.place}>{place}</div>}
      <nav aria-label={t`Main`} className={classes.nav}>
        {nav.map((section, index) => (
          <ul key={index} className={classes.section}>
            {section.map((item) => (
              <li key={item.key}>
                <Link
                  to={item.to}
                  className={classes.item}
                  activeProps={{ 'data-active': true }}
                  title={item.label}
                >
                  <item.icon className={classes.icon} size={17} stroke={1.7} aria-hidden="true" />
                  <span className={classes.label}>{item.label}</span>
                  {item.count ? (
                    <span className={classes.count}>{formatNumber(item.count, i18n.locale)}</span>
                  ) : (
                    item.shortcut && (
                      <span className={classes.keys}>
                        <Shortcut keys={item.shortcut} />
                      </span>
                    )
                  )}
                </Link>
              </li>
            ))}
          </ul>
        ))}
      </nav>
      {jobBar && <div className={classes.job}>{jobBar}</div>}
    </aside>
  );
}

function TopBar(props: AppFrameProps) {
  const { t } = useLingui();
  return (
    <div className={classes.top}>
      <Crumbs crumbs={props.crumbs} />
      <div className={classes.tools}>
        <button
          type="button"
          className={classes.find}
          onClick={props.onPalette}
          title={t`Find a page or a command`}
          aria-keyshortcuts={ariaShortcut('mod+k')}
        >
          <IconSearch size={14} aria-hidden="true" />
          <span className={classes.findWord}>{t`Find`}</span>
          <Shortcut keys="mod+k" />
        </button>
        {props.tools}
        <LocaleMenu {...props} />
        <SchemeMenu {...props} />
        <AccountMenu {...props} />
      </div>
    </div>
  );
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t } = useLingui();
  return (
    <nav aria-label={t`Where you are`} className={classes.crumbs}>
      <ol>
        {crumbs.map((crumb, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <li key={`${index} ${crumb.label}`}>
              {index > 0 && (
                <IconChevronRight className={classes.chevron} size={14} aria-hidden="true" />
              )}
              {crumb.to && !isLast ? (
                <Link to={crumb.to} className={classes.crumb}>
                  {crumb.label}
                </Link>
              ) : (
                <span className={classes.crumb} aria-current={isLast ? 'page' : undefined}>
                  {crumb.label}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function LocaleMenu({ locale, onLocale }: AppFrameProps) {
  const { t } = useLingui();
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <ActionIcon aria-label={t`Language`}>
          <IconLanguage size={17} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LOCALES.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            onClick={() => onLocale(each)}
            rightSection={each === locale && <IconCheck size={14} aria-hidden="true" />}
          >
            {LOCALE_NAMES[each]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SchemeMenu({ scheme, onScheme }: AppFrameProps) {
  const { t } = useLingui();
  const choices: [Scheme, string, Icon][] = [
    ['light', t`Light`, IconSun],
    ['dark', t`Dark`, IconMoon],
    ['auto', t`As the system`, IconDeviceDesktop],
  ];
  const Current = choices.find(([value]) => value === scheme)?.[2] ?? IconSun;
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon aria-label={t`Colour scheme`}>
          <Current size={17} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(([value, label, Sign]) => (
          <Menu.Item
            key={value}
            leftSection={<Sign size={15} stroke={1.7} aria-hidden="true" />}
            rightSection={value === scheme && <IconCheck size={14} aria-hidden="true" />}
            onClick={() => onScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function AccountMenu({ user, accountMenu }: AppFrameProps) {
  const { t } = useLingui();
  if (!user) return null;
  return (
    <Menu position="bottom-end" width={220}>
      <Tooltip label={user.name}>
        <span className={classes.account}>
          <Menu.Target>
            <button type="button" className={classes.avatar} aria-label={t`Account`}>
              <Avatar name={user.name || user.email} size={26} />
            </button>
          </Menu.Target>
        </span>
      </Tooltip>
      <Menu.Dropdown>
        <div className={classes.person}>
          <strong>{user.name}</strong>
          <span>{user.email}</span>
        </div>
        <Menu.Divider />
        {accountMenu.map((item) => (
          <Menu.Item key={item.key} onClick={item.onClick}>
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
