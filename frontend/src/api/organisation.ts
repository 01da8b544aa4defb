import { queryOptions } from '@tanstack/react-query';
import { runsOrganisation } from '@/lib/roles';
import { allPages } from './all-pages';
import { answer, client } from './client';
import type { components } from './schema';
import { useSession, type Belonging } from './session';

export type Member = components['schemas']['OrganisationMemberOut'];
export type Vendor = components['schemas']['VendorOut'];

/** The organisation that I run; the first by name if there are several. */
export function useOwnOrganisation(): Belonging | undefined {
  return useSession()?.organisations.find(({ role }) => runsOrganisation(role));
}

/** Everybody in an organisation. In `api/`: giving roles in a project chooses from it. */
export function membersQuery(organisation: string) {
  return queryOptions({
    queryKey: ['members', organisation],
    queryFn: ({ signal }) =>
      allPages<Member>((after) =>
        answer(
          client.GET('/api/v1/organisations/{organisation}/members', {
            params: { path: { organisation }, query: { after, limit: 200 } },
            signal,
          }),
        ),
      ),
  });
}

export function vendorsQuery(organisation: string) {
  return queryOptions({
    queryKey: ['vendors', organisation],
    queryFn: ({ signal }) =>
      allPages<Vendor>((after) =>
        answer(
          client.GET('/api/v1/organisations/{organisation}/vendors', {
            params: { path: { organisation }, query: { after, limit: 200 } },
            signal,
          }),
        ),
      ),
  });
}
