import { Link } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import classes from './section.module.css';

interface SectionProps {
  title: ReactNode;
  /** Where all of it is. */
  more?: { to: string; label: ReactNode };
  children: ReactNode;
}

/** A part of the overview: a heading and hardly any frame. */
export function Section({ title, more, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {more && (
          <Link to={more.to} className={classes.more}>
            {more.label}
          </Link>
        )}
      </div>
      {children}
    </section>
  );
}
