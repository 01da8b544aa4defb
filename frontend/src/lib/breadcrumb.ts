import { useEffect, useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store';

export interface Crumb {
  label: string;
  /** Without it the crumb is where we are. */
  to?: string;
}

const store = new ExternalStore<readonly Crumb[]>([]);

/** Adds a page's own crumb after those of the routes: the name of the batch that is open. Null while it loads. */
export function useBreadcrumb(label: string | null | undefined, to?: string): void {
  useEffect(() => {
    if (!label) return undefined;
    const crumb: Crumb = { label, to };
    store.set([...store.get(), crumb]);
    return () => store.set(store.get().filter((other) => other !== crumb));
  }, [label, to]);
}

export function usePageCrumbs(): readonly Crumb[] {
  return useSyncExternalStore(store.subscribe, store.get);
}
