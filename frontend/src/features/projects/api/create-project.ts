import { useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { useCreate } from '@/api/create';
import type { Project } from '@/api/project';
import type { components } from '@/api/schema';

type Body = components['schemas']['ProjectInRequest'];

export function useCreateProject(onCreated: (project: Project) => void) {
  const queryClient = useQueryClient();
  return useCreate(
    ({ organisation, ...body }: Body & { organisation: string }, header) =>
      answer<Project>(
        client.POST('/api/v1/organisations/{organisation}/projects', {
          params: { path: { organisation }, header },
          body,
        }),
      ),
    (project) => {
      void queryClient.invalidateQueries({ queryKey: ['projects'] });
      onCreated(project);
    },
  );
}
