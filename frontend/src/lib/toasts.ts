import { useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store';
import { newId } from './ids';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'idle';

export interface Toast {
  id: string;
  message: string;
  tone: Tone;
  /** Undo instead of "are you sure?". */
  action?: { label: string; run: () => void };
}

const LIFE_MS = 6000;
const store = new ExternalStore<readonly Toast[]>([]);

/** Shows a short word at the edge of the screen. Errors stay until closed, as do toasts with `keep`. */
export function showToast(
  toast: Omit<Toast, 'id' | 'tone'> & { tone?: Tone; keep?: boolean },
): string {
  const { keep, ...rest } = toast;
  const added: Toast = { tone: 'info', ...rest, id: newId(8) };
  store.set([...store.get().slice(-3), added]);
  if (!keep && added.tone !== 'bad') setTimeout(() => closeToast(added.id), LIFE_MS);
  return added.id;
}

export function closeToast(id: string): void {
  store.set(store.get().filter((toast) => toast.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(store.subscribe, store.get);
}
