import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, ifMatch } from '@/api/client';
import { useCreate } from '@/api/create';
import { vendorsQuery, type Vendor } from '@/api/organisation';

export function useCreateVendor(organisation: string) {
  const queryClient = useQueryClient();
  return useCreate(
    (name: string, header) =>
      answer<Vendor>(
        client.POST('/api/v1/organisations/{organisation}/vendors', {
          params: { path: { organisation }, header },
          body: { name },
        }),
      ),
    () => void queryClient.invalidateQueries({ queryKey: vendorsQuery(organisation).queryKey }),
  );
}

export function useRenameVendor(organisation: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ vendor, name }: { vendor: Vendor; name: string }) =>
      answer<Vendor>(
        client.PATCH('/api/v1/vendors/{vendor}', {
          params: { path: { vendor: vendor.id }, header: ifMatch(vendor.version) },
          body: { name },
        }),
      ),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: vendorsQuery(organisation).queryKey });
      void queryClient.invalidateQueries({ queryKey: ['members', organisation] });
    },
  });
}
