import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { loadCatalogue } from './catalogues';

/**
 * A page of a feature: its code and its words are fetched together, with its first visit.
 * Several catalogues where a page also shows the editor's words.
 * `page('batches', () => import('@/features/batches/components/batches-page'), 'BatchesPage')`
 */
export function page<Name extends string>(
  feature: string | readonly string[],
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), ...[feature].flat().map(loadCatalogue)]);
    return module;
  }, name);
}
