import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePageCrumbs, type Crumb } from '@/lib/breadcrumb';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The route's name in the bread crumbs and the window title. */
    crumb?: MessageDescriptor;
    /** No side bar and no top bar: the labelling screen. */
    isBare?: boolean;
  }
}

/** From the routes' own names, the project's name, and what the page adds; sets the window title, too. */
export function useCrumbs(): Crumb[] {
  const { i18n } = useLingui();
  const matches = useMatches();
  const own = usePageCrumbs();
  const crumbs: Crumb[] = [];
  for (const match of matches) {
    const data: unknown = match.loaderData;
    if (isNamed(data)) crumbs.push({ label: data.crumb, to: match.pathname });
    const { crumb } = match.staticData;
    if (crumb) crumbs.push({ label: i18n._(crumb), to: match.pathname });
  }
  crumbs.push(...own);

  const title = [...crumbs.map((crumb) => crumb.label).reverse(), 'Labelwright'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return crumbs;
}

function isNamed(data: unknown): data is { crumb: string } {
  return (
    typeof data === 'object' && data !== null && 'crumb' in data && typeof data.crumb === 'string'
  );
}
