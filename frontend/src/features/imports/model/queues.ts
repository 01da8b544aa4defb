import { useMemo, useSyncExternalStore } from 'react';
import { sender } from '../api/imports';
import { summarise, UploadQueue, type Upload, type UploadSummary } from './upload-queue';

/** Uploads go on while the person looks at other pages. */
const queues = new Map<string, UploadQueue>();

export function queueOf(id: string): UploadQueue {
  let queue = queues.get(id);
  if (!queue) queues.set(id, (queue = new UploadQueue(sender(id))));
  return queue;
}

export function useUploads(id: string): { uploads: readonly Upload[]; summary: UploadSummary } {
  const queue = queueOf(id);
  const uploads = useSyncExternalStore(queue.subscribe, queue.get);
  return useMemo(() => ({ uploads, summary: summarise(uploads) }), [uploads]);
}
