/** What a person may be in a project. The organisation's owner has every role. */
export const PROJECT_ROLES = [
  'owner',
  'curator',
  'vendor_manager',
  'annotator',
  'reviewer',
  'modeler',
  'quality_manager',
  'evaluator',
] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

export function hasAnyRole(held: readonly string[], wanted: readonly ProjectRole[]): boolean {
  return wanted.some((role) => held.includes(role));
}
