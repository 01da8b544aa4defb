import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent } from '@/api/client';
import { versionKey, type DatasetVersionDetail, type Place } from './versions';

/** Starts reading every byte again. The version itself then tells how far that is. */
export function useVerify(place: Place, version: DatasetVersionDetail) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(
        client.POST('/api/v1/dataset-versions/{dataset_version}/verify', {
          params: { path: { dataset_version: version.id }, header: idempotent() },
        }),
      ),
    onSuccess: (verification) =>
      queryClient.setQueryData<DatasetVersionDetail>(
        versionKey(place, version.number ?? 0),
        (old) => old && { ...old, verification },
      ),
  });
}
