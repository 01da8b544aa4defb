import { useMutation } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { saveBlob } from '@/lib/save-blob';

export type FileKind = 'html' | 'pdf';

interface Wanted {
  version: string;
  kind: FileKind;
  /** Without its ending. */
  name: string;
}

/** A version as a file in the reader's downloads. */
export function useSaveGuideline() {
  return useMutation({
    mutationFn: async ({ version, kind, name }: Wanted) => {
      const params = { path: { guideline_version: version } };
      const content =
        kind === 'html'
          ? client.GET('/api/v1/guideline-versions/{guideline_version}/html', {
              params,
              parseAs: 'blob',
            })
          : client.GET('/api/v1/guideline-versions/{guideline_version}/pdf', {
              params,
              parseAs: 'blob',
            });
      saveBlob(await answer<Blob>(content as Promise<{ data?: Blob }>), `${name}.${kind}`); // as `parseAs` says
    },
  });
}
