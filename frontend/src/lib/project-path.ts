/** The address of a page of a project: `projectPath('cells', 'batches/new')`. */
export function projectPath(slug: string, path = ''): string {
  return path ? `/projects/${slug}/${path}` : `/projects/${slug}`;
}
