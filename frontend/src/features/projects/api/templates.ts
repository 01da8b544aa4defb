import { useQuery } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import type { components } from '@/api/schema';

export type Template = components['schemas']['TemplateOut'];

export function useTemplates() {
  return useQuery({
    queryKey: ['schema-templates'],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/schema-templates', { signal })),
    staleTime: Infinity,
    select: (page) => page.results,
  });
}
