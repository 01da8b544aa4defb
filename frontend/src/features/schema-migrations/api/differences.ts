import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client, ifMatch } from '@/api/client';
import { schemaDraftQuery } from '@/api/schema-draft';
import type { components } from '@/api/schema';
import { withEdits, type Edits } from '../model/decisions';

export type Differences = components['schemas']['DifferencesOut'];

/** The differences, and the version of the draft that they are about: what is decided is saved against it. */
export interface Proposal extends Differences {
  version: number;
}

type Answer = Promise<{ data?: Differences; response: Response }>;

async function proposal(call: Answer): Promise<Proposal> {
  const { data, response } = await call;
  const version = Number(/\d+/.exec(response.headers.get('ETag') ?? '')?.[0]);
  return { ...(data as Differences), version }; // a failure was thrown by the middleware
}

export function differencesQuery(project: string) {
  return queryOptions({
    queryKey: ['schema-draft', project, 'differences'],
    queryFn: ({ signal }) =>
      proposal(
        client.GET('/api/v1/projects/{project}/schema-draft/differences', {
          params: { path: { project } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}

/** How the labels follow: what was decided with edited operations on top, or the whole plan as text. */
export type PlanInput = { decisions: Record<string, string>; edits: Edits } | { yaml: string };

type Body = components['schemas']['OperationsInRequest'];

export function useSavePlan(project: string) {
  const queryClient = useQueryClient();
  const put = async (body: Body, version: number) => {
    const saved = await proposal(
      client.PUT('/api/v1/projects/{project}/schema-draft/operations', {
        params: { path: { project }, header: ifMatch(version) },
        body,
      }),
    );
    // The schema editor saves against the same version.
    queryClient.setQueryData(
      schemaDraftQuery(project).queryKey,
      (draft) => draft && { ...draft, version: saved.version },
    );
    queryClient.setQueryData(differencesQuery(project).queryKey, saved);
    return saved;
  };
  return useMutation({
    // One after the other, each against the version that the one before left.
    scope: { id: `plan ${project}` },
    mutationFn: async (input: PlanInput) => {
      const known = queryClient.getQueryData(differencesQuery(project).queryKey);
      const version = known?.version ?? 0;
      if ('yaml' in input) return put({ yaml: input.yaml }, version);
      const decided = await put({ decisions: input.decisions }, version);
      const operations = withEdits(decided.plan?.operations ?? [], input.edits);
      return operations ? put({ operations }, decided.version) : decided;
    },
  });
}
