import { systemClock } from '@/lib/clock';
import { sessionEvents } from '../session-events';
import { openKeptStore, type KeptStore } from './kept-database';
import { Outbox } from './outbox';
import { sendEntry } from './send-entry';

let opened: Promise<KeptStore> | null = null;
const outboxes = new Map<string, Outbox>();

/** The store of this browser, opened once. */
export function keptStore(): Promise<KeptStore> {
  opened ??= openKeptStore();
  return opened;
}

/** The outbox of a person on this computer; another person's entries are left alone. */
export function outboxOf(user: string, store: KeptStore): Outbox {
  const known = outboxes.get(user);
  if (known) return known;
  const outbox = new Outbox({
    user,
    store,
    send: sendEntry,
    clock: systemClock,
    exclusively: navigator.locks
      ? async (work) => {
          await navigator.locks.request(`labelwright.outbox.${user}`, () => work());
        }
      : undefined,
  });
  outboxes.set(user, outbox);
  window.addEventListener('online', () => outbox.flush());
  sessionEvents.onRestored(() => outbox.flush());
  void outbox.open();
  return outbox;
}
