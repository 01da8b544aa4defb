import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  children: ReactNode;
  /** `reading` for forms and text, `wide` for tables. */
  width?: 'reading' | 'normal' | 'wide';
}

/** The room around a page's content. */
export function Page({ children, width = 'normal' }: PageProps) {
  return (
    <div className={classes.page} data-width={width}>
      {children}
    </div>
  );
}
