import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent, ifMatch } from '@/api/client';
import { projectQuery, type Project } from '@/api/project';

/** Name and description. */
export function useChangeProject(project: Project) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; description: string }) =>
      answer<Project>(
        client.PATCH('/api/v1/projects/{project}', {
          params: { path: { project: project.id }, header: ifMatch(project.version) },
          body,
        }),
      ),
    onSuccess: (changed) => {
      queryClient.setQueryData(projectQuery(changed.slug).queryKey, changed);
      void queryClient.invalidateQueries({ queryKey: ['projects'] });
    },
  });
}

/** Nothing in an archived project is worked on; it can be taken back. */
export function useArchiveProject() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ project, archived }: { project: string; archived: boolean }) =>
      answer<Project>(
        client.POST('/api/v1/projects/{project}/archive', {
          params: { path: { project }, header: idempotent() },
          body: { archived },
        }),
      ),
    onSuccess: (changed) => {
      queryClient.setQueryData(projectQuery(changed.slug).queryKey, changed);
      void queryClient.invalidateQueries({ queryKey: ['projects'] });
    },
  });
}
