import { queryOptions } from '@tanstack/react-query';
import { allPages } from './all-pages';
import { answer, client } from './client';
import type { components } from './schema';

export type ProjectMember = components['schemas']['ProjectMemberOut'];

/** Each role of each person in a project. In `api/`: batches choose annotators from it. */
export function projectMembersQuery(project: string) {
  return queryOptions({
    queryKey: ['project-members', project],
    queryFn: ({ signal }) =>
      allPages<ProjectMember>((after) =>
        answer(
          client.GET('/api/v1/projects/{project}/members', {
            params: { path: { project }, query: { after, limit: 200 } },
            signal,
          }),
        ),
      ),
    staleTime: 30_000,
  });
}

export type Candidate = components['schemas']['CandidateOut'];

/** To whom a role can be given: members of the organisation, those of vendors by pseudonym for who may not see more. */
export function candidatesQuery(project: string) {
  return queryOptions({
    queryKey: ['project-candidates', project],
    queryFn: ({ signal }) =>
      allPages<Candidate>((after) =>
        answer(
          client.GET('/api/v1/projects/{project}/candidates', {
            params: { path: { project }, query: { after, limit: 200 } },
            signal,
          }),
        ),
      ),
  });
}

/** What to call somebody whose name is not everybody's to see. */
export function calledIn(person: { name?: string | null; pseudonym: string }): string {
  return person.name ?? person.pseudonym;
}

/** Those who label in the project now. */
export function annotatorsIn(members: readonly ProjectMember[]) {
  return members
    .filter(({ role, is_active }) => role === 'annotator' && is_active)
    .map((member) => ({
      user: member.user,
      vendor: member.vendor ?? null,
      called: calledIn(member),
    }));
}
