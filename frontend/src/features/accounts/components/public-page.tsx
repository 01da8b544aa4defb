import { BrandMark } from '@/components/brand-mark';
import type { ReactNode } from 'react';
import classes from './login.module.css';

/** The quiet room before the product: one column, nothing else. */
export function PublicPage({ children }: { children: ReactNode }) {
  return (
    <div className={classes.page}>
      <main className={classes.column}>
        <BrandMark size={36} />
        {children}
      </main>
      <Lattice />
    </div>
  );
}

/** Regions drawn on nothing: what the product is about, in four lines. */
function Lattice() {
  return (
    <svg
      className={classes.lattice}
      viewBox="0 0 720 900"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <g className={classes.cells}>
        <circle cx="196" cy="212" r="74" />
        <circle cx="452" cy="150" r="52" />
        <circle cx="566" cy="352" r="92" />
        <circle cx="300" cy="446" r="60" />
        <circle cx="148" cy="660" r="86" />
        <circle cx="434" cy="668" r="70" />
        <circle cx="628" cy="770" r="56" />
      </g>
      <g className={classes.regions}>
        <rect x="114" y="130" width="164" height="164" rx="3" />
        <rect x="466" y="252" width="200" height="200" rx="3" />
        <rect x="356" y="590" width="156" height="156" rx="3" />
      </g>
      <g className={classes.handles}>
        <circle cx="466" cy="252" r="4.500" />
        <circle cx="666" cy="252" r="4.500" />
        <circle cx="466" cy="452" r="4.500" />
        <circle cx="666" cy="452" r="4.500" />
      </g>
    </svg>
  );
}
