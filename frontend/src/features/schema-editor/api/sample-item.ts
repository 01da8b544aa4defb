import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { isProblem } from '@/lib/problem';

export interface SampleItem {
  text: string | null;
  imageUrl: string;
}

/** The first item of the project, for the preview to be true to; null when there is none to be had. */
export function sampleItemQuery(project: string) {
  return queryOptions({
    queryKey: ['sample-item', project],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }): Promise<SampleItem | null> => {
      try {
        const page = await answer(
          client.GET('/api/v1/projects/{project}/items', {
            params: { path: { project }, query: { limit: 1 } },
            signal,
          }),
        );
        const first = page.results[0];
        if (!first) return null;
        const item = await answer(
          client.GET('/api/v1/items/{item}', { params: { path: { item: first.id } }, signal }),
        );
        return {
          text: item.text ?? null,
          imageUrl: `/api/v1/items/${encodeURIComponent(first.id)}/media`,
        };
      } catch (error) {
        if (isProblem(error)) return null; // the preview has its own picture
        throw error;
      }
    },
  });
}
