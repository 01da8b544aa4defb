import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, client, idempotent } from '@/api/client';
import { usePagedList } from '@/api/paged-list';
import type { components } from '@/api/schema';
import { sendFile } from '@/api/send-file';
import type { Send } from '../model/upload-queue';

export type Import = components['schemas']['ImportOut'];
export type ImportProblem = components['schemas']['ProblemOut'];
export type ImportFormat = components['schemas']['FormatOut'];
export type ImportPreview = components['schemas']['ImportPreviewOut'];
export type FormatKey = NonNullable<components['schemas']['ImportInRequest']['format']>;
export type Options = Record<string, unknown>;

export function useImports(project: string) {
  return usePagedList({
    queryKey: ['imports', project],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/projects/{project}/imports', {
          params: { path: { project }, query: { limit: 25, after } },
          signal,
        }),
      ),
  });
}

export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/imports/{import_id}', { params: { path: { import_id: id } }, signal }),
      ),
  });
}

export function useImportFormats(): readonly ImportFormat[] {
  const query = useQuery({
    queryKey: ['import-formats'],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/import-formats', { signal })),
    staleTime: Infinity,
  });
  return query.data?.results ?? [];
}

export function useProblems(id: string, code: string | undefined) {
  return usePagedList({
    queryKey: ['import-problems', id, code ?? ''],
    fetchPage: (after, signal) =>
      answer(
        client.GET('/api/v1/imports/{import_id}/problems', {
          params: { path: { import_id: id }, query: { limit: 100, after, code } },
          signal,
        }),
      ),
  });
}

export function previewQuery(id: string, format: FormatKey, options: Options, files: number) {
  return queryOptions({
    queryKey: ['import-preview', id, format, options, files],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/imports/{import_id}/preview', {
          params: { path: { import_id: id } },
          body: { format, options: format === 'auto' ? {} : options, model: '' },
          signal,
        }),
      ),
    retry: false,
  });
}

export function useCreateImport(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(
        client.POST('/api/v1/projects/{project}/imports', {
          params: { path: { project } },
          body: { format: 'auto', options: {}, model: '' },
          headers: idempotent(),
        }),
      ),
    onSuccess: (made) => {
      queryClient.setQueryData(['import', made.id], made);
      void queryClient.invalidateQueries({ queryKey: ['imports', project] });
    },
  });
}

export function useStartImport(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { format: FormatKey; options: Options; model: string }) =>
      answer(
        client.POST('/api/v1/imports/{import_id}/start', {
          params: { path: { import_id: id } },
          body,
          headers: idempotent(),
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['import', id] }),
  });
}

export function useDiscardImport(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(client.DELETE('/api/v1/imports/{import_id}', { params: { path: { import_id: id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['imports', project] }),
  });
}

/** Sends files of an import. */
export function sender(id: string): Send {
  return async ({ path, file }, onProgress) => {
    const body = new FormData();
    body.append('path', path);
    body.append('size', String(file.size));
    body.append('file', file, 'file');
    await sendFile(`/api/v1/imports/${id}/files`, body, {
      onProgress: (bytes) => onProgress(Math.min(bytes, file.size)),
    });
  };
}
