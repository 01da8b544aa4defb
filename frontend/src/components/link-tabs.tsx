import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './link-tabs.module.css';

interface LinkTab {
  to: string;
  label: ReactNode;
}

/** Parts of one page that have addresses of their own, flush under its title. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          className={classes.tab}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
