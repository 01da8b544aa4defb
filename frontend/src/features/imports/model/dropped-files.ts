export interface NamedFile {
  /** Its path in the folder that was dropped or chosen. */
  path: string;
  file: File;
}

/** What operating systems add to every folder is nobody's data. */
const NOISE = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX)(?:\/|$)/;

/** The files of an input; those of a chosen folder carry their path in it. */
export function chosenFiles(list: Iterable<File>): NamedFile[] {
  return [...list]
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter(({ path }) => !NOISE.test(path));
}

/** The files of a drop, folders read to the bottom. Call it in the drop's own handler: later the entries are gone. */
export async function droppedFiles(transfer: DataTransfer): Promise<NamedFile[]> {
  const entries = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry());
  if (entries.every((entry) => entry === null)) return chosenFiles(transfer.files);
  const found: NamedFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, '', found);
  return found.filter(({ path }) => !NOISE.test(path));
}

async function collect(entry: FileSystemEntry, within: string, found: NamedFile[]): Promise<void> {
  const path = within ? `${within}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A browser gives a hundred at a time, and an empty list at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const each of some) await collect(each, path, found);
  }
}
