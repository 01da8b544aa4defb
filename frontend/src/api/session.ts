import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { answer, client, ifMatch } from './client';
import type { components } from './schema';

export type Session = components['schemas']['SessionOut'];
export type User = components['schemas']['UserOut'];
export type Belonging = components['schemas']['BelongingOut'];

/** Who I am. In `api/`, and not in a feature, because every feature asks. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => answer<Session>(client.GET('/api/v1/session', { signal })),
  staleTime: 5 * 60_000,
});

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

export function useCurrentUser(): User | null {
  return useSession()?.user ?? null;
}

export function setSession(queryClient: QueryClient, session: Session): void {
  queryClient.setQueryData(sessionQuery.queryKey, session);
}

export type Preferences = components['schemas']['PatchedMeInRequest'];

/** Name, locale, theme of the person logged in. */
export function useUpdateMe() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Preferences) => {
      const version = queryClient.getQueryData(sessionQuery.queryKey)?.user?.version ?? 0;
      return answer<User>(
        client.PATCH('/api/v1/me', { params: { header: ifMatch(version) }, body }),
      );
    },
    scope: { id: 'me' }, // one after the other: each starts from the version that the one before left
    onSuccess: (user) => {
      queryClient.setQueryData(sessionQuery.queryKey, (old) => (old ? { ...old, user } : old));
    },
  });
}
