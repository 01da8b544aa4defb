import { calledIn, type ProjectMember } from '@/api/project-members';
import { VENDOR_ROLES, GIVEN_ROLES, type GivenRole } from '@/lib/roles';

/** A person with all their roles in the project. */
export interface PersonInProject {
  membership: string;
  user: string;
  /** The pseudonym where only that may be seen. */
  name: string;
  email: string | null;
  pseudonym: string;
  vendor: string | null;
  isActive: boolean;
  roles: { id: string; role: GivenRole }[];
}

/** One entry a person, in house first, then by vendor, by name. */
export function byPerson(members: readonly ProjectMember[]): PersonInProject[] {
  const people = new Map<string, PersonInProject>();
  for (const member of members) {
    const person: PersonInProject = people.get(member.membership) ?? {
      membership: member.membership,
      user: member.user,
      name: calledIn(member),
      email: member.email ?? null,
      pseudonym: member.pseudonym,
      vendor: member.vendor ?? null,
      isActive: member.is_active,
      roles: [],
    };
    person.roles.push({ id: member.id, role: member.role });
    people.set(member.membership, person);
  }
  for (const person of people.values()) {
    person.roles.sort((a, b) => GIVEN_ROLES.indexOf(a.role) - GIVEN_ROLES.indexOf(b.role));
  }
  return [...people.values()].sort(
    (a, b) => (a.vendor ?? '').localeCompare(b.vendor ?? '') || a.name.localeCompare(b.name),
  );
}

/** Roles that a curator may hand out; administrators may hand out all. The server has the last word. */
const BY_CURATORS: readonly GivenRole[] = ['annotator', 'reviewer', 'vendor_lead', 'modeler'];

/** What this person could be given by somebody who may do `may` in the project. */
export function rolesToGive(
  may: readonly string[],
  person: { vendor: string | null; held: readonly GivenRole[] },
): GivenRole[] {
  if (!may.includes('manage_members') && !may.includes('edit_project')) return [];
  const mine = may.includes('manage_members') ? GIVEN_ROLES : BY_CURATORS;
  return mine.filter(
    (role) =>
      !person.held.includes(role) && (person.vendor === null || VENDOR_ROLES.includes(role)),
  );
}

export function mayTake(may: readonly string[], role: GivenRole): boolean {
  return (
    may.includes('manage_members') || (may.includes('edit_project') && BY_CURATORS.includes(role))
  );
}
