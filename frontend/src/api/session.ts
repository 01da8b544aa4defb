import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { answer, client } from './client';
import type { Session, User } from './pending';

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

export type Preferences = Partial<Pick<User, 'name' | 'locale' | 'theme'>>;

/** Name, locale, theme of the person logged in. */
export function useUpdateMe() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Preferences) => answer<User>(client.PATCH('/api/v1/me', { body })),
    onSuccess: (user) => {
      queryClient.setQueryData(sessionQuery.queryKey, (old) => (old ? { ...old, user } : old));
    },
  });
}
