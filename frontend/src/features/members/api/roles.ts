import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent } from '@/api/client';
import { projectMembersQuery } from '@/api/project-members';
import type { GivenRole } from '@/lib/roles';

export function useGiveRole(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { membership: string; role: GivenRole }) =>
      answer(
        client.POST('/api/v1/projects/{project}/members', {
          params: { path: { project }, header: idempotent() },
          body,
        }),
      ),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: projectMembersQuery(project).queryKey }),
  });
}

export function useTakeRole(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (member: string) =>
      answer(
        client.DELETE('/api/v1/project-members/{project_member}', {
          params: { path: { project_member: member } },
        }),
      ),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: projectMembersQuery(project).queryKey }),
  });
}
