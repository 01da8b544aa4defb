import { usePagedList } from '@/api/paged-list';
import { fetchProjects, type Project } from '@/api/project';

export function useProjects(isArchived: boolean) {
  return usePagedList<Project>({
    queryKey: ['projects', { archived: isArchived }],
    fetchPage: (after, signal) => fetchProjects(after, signal, isArchived),
  });
}
