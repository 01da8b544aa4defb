import { ExternalStore } from '@/lib/external-store';
import type { NamedFile } from './dropped-files';

export type UploadState = 'waiting' | 'sending' | 'sent' | 'failed';

export interface Upload {
  path: string;
  size: number;
  sent: number;
  state: UploadState;
  error: unknown;
}

export interface UploadSummary {
  files: number;
  bytes: number;
  sentBytes: number;
  sent: number;
  failed: number;
  isBusy: boolean;
}

/** Sends one file; tells how many bytes are gone. */
export type Send = (file: NamedFile, onProgress: (sent: number) => void) => Promise<void>;

const AT_ONCE = 4;
const TRIES = 3;

/** Files on their way to the server, a few at a time; what fails for a moment is tried again. */
export class UploadQueue {
  readonly #store = new ExternalStore<readonly Upload[]>([]);
  readonly #files = new Map<string, NamedFile>();
  readonly #places = new Map<string, number>();
  #uploads: Upload[] = [];
  #active = 0;
  #next = 0;
  #isTold = false;

  constructor(
    private readonly send: Send,
    private readonly wait: (ms: number) => Promise<void> = (ms) =>
      new Promise((resolve) => setTimeout(resolve, ms)),
  ) {}

  get = this.#store.get;
  subscribe = this.#store.subscribe;

  /** The same path again replaces the file, as on the server. */
  add(files: readonly NamedFile[]): void {
    for (const file of files) {
      this.#files.set(file.path, file);
      const upload: Upload = {
        path: file.path,
        size: file.file.size,
        sent: 0,
        state: 'waiting',
        error: null,
      };
      const place = this.#places.get(file.path);
      if (place === undefined) {
        this.#places.set(file.path, this.#uploads.length);
        this.#uploads.push(upload);
      } else {
        this.#uploads[place] = upload;
        this.#next = Math.min(this.#next, place);
      }
    }
    this.#tell();
    this.#pump();
  }

  retry(): void {
    for (const upload of this.#uploads) {
      if (upload.state === 'failed') this.#change(upload.path, { state: 'waiting', error: null });
    }
    this.#next = 0;
    this.#pump();
  }

  #pump(): void {
    while (this.#active < AT_ONCE) {
      while (this.#uploads[this.#next] && this.#uploads[this.#next]?.state !== 'waiting') {
        this.#next += 1;
      }
      const upload = this.#uploads[this.#next];
      if (!upload) return;
      this.#active += 1;
      this.#change(upload.path, { state: 'sending' });
      void this.#run(upload.path).finally(() => {
        this.#active -= 1;
        this.#pump();
      });
    }
  }

  async #run(path: string): Promise<void> {
    const file = this.#files.get(path);
    if (!file) return;
    for (let left = TRIES; ; left -= 1) {
      try {
        await this.send(file, (sent) => this.#change(path, { sent }));
        this.#change(path, { state: 'sent', sent: file.file.size });
        return;
      } catch (error) {
        if (left > 1 && isPassing(error)) {
          await this.wait(1000 * (TRIES - left + 1));
          continue;
        }
        this.#change(path, { state: 'failed', sent: 0, error });
        return;
      }
    }
  }

  #change(path: string, change: Partial<Upload>): void {
    const place = this.#places.get(path);
    const upload = place === undefined ? undefined : this.#uploads[place];
    if (place === undefined || !upload) return;
    this.#uploads[place] = { ...upload, ...change };
    this.#tell();
  }

  /** Thousands of small files change state many times a frame: the list is copied once for all of them. */
  #tell(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    queueMicrotask(() => {
      this.#isTold = false;
      this.#store.set([...this.#uploads]);
    });
  }
}

function isPassing(error: unknown): boolean {
  const status = (error as { status?: number } | null)?.status;
  return status === undefined || status === 0 || status === 429 || status >= 502;
}

export function summarise(uploads: readonly Upload[]): UploadSummary {
  const summary = {
    files: uploads.length,
    bytes: 0,
    sentBytes: 0,
    sent: 0,
    failed: 0,
    isBusy: false,
  };
  for (const upload of uploads) {
    summary.bytes += upload.size;
    summary.sentBytes += upload.sent;
    if (upload.state === 'sent') summary.sent += 1;
    else if (upload.state === 'failed') summary.failed += 1;
    else summary.isBusy = true;
  }
  return summary;
}
