import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, ifMatch } from '@/api/client';
import { membersQuery, type Member } from '@/api/organisation';
import type { components } from '@/api/schema';

type Changes = components['schemas']['PatchedMemberInRequest'];

export function useChangeMember(organisation: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ member, changes }: { member: Member; changes: Changes }) =>
      answer<Member>(
        client.PATCH('/api/v1/members/{member}', {
          params: { path: { member: member.id }, header: ifMatch(member.version) },
          body: changes,
        }),
      ),
    // After a refusal, too: somebody else's change may be why.
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: membersQuery(organisation).queryKey }),
  });
}
