import type { Project } from '@/api/project';

/** Whether all words of the search stand in the name, the short name or the description. */
export function matchesProject(
  project: Pick<Project, 'name' | 'slug' | 'description'>,
  search: string,
): boolean {
  const text = `${project.name} ${project.slug} ${project.description}`.toLocaleLowerCase();
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
