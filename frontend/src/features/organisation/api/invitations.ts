import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';

export type Invitation = components['schemas']['InvitationOut'];
type NewInvitation = components['schemas']['NewInvitationOut'];
type Body = components['schemas']['InvitationInRequest'];
export type InvitedRole = components['schemas']['InvitedRoleInRequest'];

export function useInvitations(organisation: string) {
  return usePagedList<Invitation>({
    queryKey: ['invitations', organisation],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/organisations/{organisation}/invitations', {
          params: { path: { organisation }, query: { after } },
          signal,
        }),
      ),
  });
}

/** The link comes once, with the first answer; the project roles are said right after. */
export function useInvite(organisation: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ roles, ...body }: Body & { roles: InvitedRole[] }) => {
      const invitation = await answer<NewInvitation>(
        client.POST('/api/v1/organisations/{organisation}/invitations', {
          params: { path: { organisation } },
          body,
        }),
      );
      if (roles.length > 0) {
        await answer(
          client.PUT('/api/v1/invitations/{invitation}/project-roles', {
            params: { path: { invitation: invitation.id } },
            body: { roles },
          }),
        );
      }
      return invitation;
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['invitations', organisation] }),
  });
}

export function useWithdraw(organisation: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (invitation: string) =>
      answer(
        client.DELETE('/api/v1/invitations/{invitation}', { params: { path: { invitation } } }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['invitations', organisation] }),
  });
}
