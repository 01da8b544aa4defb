import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { useCreate } from '@/api/create';
import { pollWhile } from '@/api/polling';
import type { components } from '@/api/schema';

export type Consequences = components['schemas']['ConsequencesOut'];
export type Recommendation = Consequences['recommendation'];
export type Looked = components['schemas']['LookedOut'];
export type Recheck = components['schemas']['RecheckOut'];
export type NewRecheck = components['schemas']['NewRecheckInRequest'];

const KEY = 'guideline-consequences';

/** What a guideline version means for labels made before it; asked again while people look at them. */
export function consequencesQuery(version: string) {
  return queryOptions({
    queryKey: [KEY, version],
    queryFn: ({ signal }) =>
      answer<Consequences>(
        client.GET('/api/v1/guideline-versions/{guideline_version}/consequences', {
          params: { path: { guideline_version: version } },
          signal,
        }),
      ),
    refetchInterval: pollWhile(
      (found: Consequences) =>
        found.rechecks.some(
          ({ left, batches }) => left > 0 || batches.some(({ filling }) => filling !== null),
        ),
      3000,
    ),
  });
}

/** Labels from before the version are drawn and sent out to be looked at again. */
export function useStartRecheck(version: string, onStarted: (made: Recheck) => void) {
  const queryClient = useQueryClient();
  return useCreate(
    (body: NewRecheck, header) =>
      answer<Recheck>(
        client.POST('/api/v1/guideline-versions/{guideline_version}/rechecks', {
          params: { path: { guideline_version: version }, header },
          body,
        }),
      ),
    (made) => {
      for (const key of [KEY, 'batches', 'progress']) {
        void queryClient.invalidateQueries({ queryKey: [key] });
      }
      onStarted(made);
    },
  );
}
