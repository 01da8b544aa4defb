import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent } from '@/api/client';
import { myWorkQuery } from './annotations';

/** Another round of a training: all its items are open to me again. */
export function useBeginRound(project: string, onBegun: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (training: string) =>
      answer(
        client.POST('/api/v1/trainings/{training}/mine/rounds', {
          params: { path: { training }, header: idempotent() },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: myWorkQuery(project).queryKey });
      onBegun();
    },
  });
}
