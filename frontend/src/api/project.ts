import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiProblem } from '@/lib/problem';
import { answer, client } from './client';
import type { components } from './schema';

export type Project = components['schemas']['ProjectOut'];

/** The project that a page is in. In `api/` because every feature of a project asks for roles and input. */
export function projectQuery(slug: string) {
  return queryOptions({
    queryKey: ['project', slug],
    queryFn: ({ signal }) => findProject(slug, signal),
    staleTime: 60_000,
  });
}

export function useProject(slug: string): Project | undefined {
  return useQuery(projectQuery(slug)).data;
}

export function fetchProjects(after: string | undefined, signal: AbortSignal, archived = false) {
  return answer(
    client.GET('/api/v1/projects', { params: { query: { limit: 100, after, archived } }, signal }),
  );
}

/** Addresses carry the short name, the API ids: the name is looked up in the list of what I may see. */
async function findProject(slug: string, signal: AbortSignal): Promise<Project> {
  for (const archived of [false, true]) {
    let after: string | undefined;
    do {
      const page = await fetchProjects(after, signal, archived);
      const found = page.results.find((project) => project.slug === slug);
      if (found) return found;
      after = page.next ?? undefined;
    } while (after);
  }
  throw new ApiProblem({ type: '/problems/not-found', title: 'Not found', status: 404 });
}
