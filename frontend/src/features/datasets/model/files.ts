import { isPlainObject } from '@/lib/schema-document';

export interface DatasetFile {
  path: string;
  sha256: string;
  size: number;
}

/** The files that a manifest lists. */
export function readFiles(manifest: unknown): DatasetFile[] {
  const listed = isPlainObject(manifest) && Array.isArray(manifest.files) ? manifest.files : [];
  return listed.filter(isPlainObject).map((file) => ({
    path: String(file.path),
    sha256: String(file.sha256),
    size: Number(file.size),
  }));
}

/** What people look for first: the version's own files, then the items' bytes. */
export function inReadingOrder(files: readonly DatasetFile[]): DatasetFile[] {
  const isMedia = (file: DatasetFile) => file.path.startsWith('media/');
  return [...files.filter((file) => !isMedia(file)), ...files.filter(isMedia)];
}

export function matching(files: readonly DatasetFile[], words: string): DatasetFile[] {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return [...files];
  return files.filter(
    (file) => file.path.toLowerCase().includes(wanted) || file.sha256.startsWith(wanted),
  );
}
