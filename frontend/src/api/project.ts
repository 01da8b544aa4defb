import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, client } from './client';
import type { Page, Project } from './pending';

/** The project that a page is in. In `api/` because every feature of a project asks for roles and input. */
export function projectQuery(slug: string) {
  return queryOptions({
    queryKey: ['project', slug],
    queryFn: ({ signal }) =>
      answer<Project>(
        client.GET('/api/v1/projects/{project}', { params: { path: { project: slug } }, signal }),
      ),
    staleTime: 60_000,
  });
}

export function useProject(slug: string): Project | undefined {
  return useQuery(projectQuery(slug)).data;
}

export function fetchProjects(after: string | undefined, signal: AbortSignal) {
  return answer<Page<Project>>(
    client.GET('/api/v1/projects', { params: { query: { limit: 50, after } }, signal }),
  );
}
