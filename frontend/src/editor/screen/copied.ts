import { ExternalStore } from '@/lib/external-store';
import type { Region } from '../core/value';

/** What was copied, on whichever item: it can be pasted into the next one. */
export const copied = new ExternalStore<readonly Region[]>([]);
