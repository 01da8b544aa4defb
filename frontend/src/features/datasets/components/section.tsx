import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from './section.module.css';

interface SectionProps {
  title: ReactNode;
  /** Quiet, beside the title. */
  aside?: ReactNode;
  children: ReactNode;
  /** To be led to from elsewhere on the page. */
  anchor?: string;
}

export function Section({ title, aside, children, anchor }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id} id={anchor}>
      <header className={classes.head}>
        <h2 className={classes.title} id={id}>
          {title}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  );
}
