/** What a person may be in a project. Owners and admins of the organisation are its administrators. */
export const PROJECT_ROLES = [
  'administrator',
  'curator',
  'quality_manager',
  'reviewer',
  'annotator',
  'vendor_lead',
  'modeler',
] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

/** Those that somebody can be given; nobody is made an administrator in a project. */
export type GivenRole = Exclude<ProjectRole, 'administrator'>;
export const GIVEN_ROLES = PROJECT_ROLES.filter(
  (role): role is GivenRole => role !== 'administrator',
);

/** What a vendor's people can be: those who label, and who looks after them. */
export const VENDOR_ROLES: readonly GivenRole[] = ['annotator', 'reviewer', 'vendor_lead'];

export const ORGANISATION_ROLES = ['owner', 'admin', 'member'] as const;
export type OrganisationRole = (typeof ORGANISATION_ROLES)[number];

export function hasAnyRole(held: readonly string[], wanted: readonly ProjectRole[]): boolean {
  return wanted.some((role) => held.includes(role));
}

/** Owners and admins see people, vendors, tokens and the audit log. */
export function runsOrganisation(role: string): boolean {
  return role === 'owner' || role === 'admin';
}
