import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { ProblemDocument } from '@/lib/problem';

/** Work as it stood when it last changed, kept on this computer until the server has it for good. */
export interface KeptDraft {
  readonly user: string;
  /** What it is work on: an assignment or an annotation. */
  readonly subject: string;
  readonly value: unknown;
  readonly seconds: number;
  readonly schemaVersion: string;
  /** The version on the server that this goes on from. */
  readonly baseVersion: number;
  /** Whether the server has exactly this. */
  readonly isSynced: boolean;
  readonly savedAt: number;
}

/** A request that must reach the server once, however long that takes. */
export interface OutboxEntry {
  /** The Idempotency-Key: the same for every attempt, so that the server stores it once. */
  readonly id: string;
  readonly user: string;
  /** `submit`, `skip`, `revise`, `review`. */
  readonly kind: string;
  readonly subject: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What the page needs to speak of it, or to show it again. */
  readonly about: unknown;
  readonly queuedAt: number;
  /** Not sent before this moment, so that it can still be taken back; absent: at once. */
  readonly notBefore?: number;
  readonly attempts: number;
  /** Why the server will not take it; then it waits for a person. */
  readonly problem: ProblemDocument | null;
}

export interface KeptStore {
  putDraft(draft: KeptDraft): Promise<void>;
  draft(user: string, subject: string): Promise<KeptDraft | null>;
  dropDraft(user: string, subject: string): Promise<void>;
  putEntry(entry: OutboxEntry): Promise<void>;
  entries(user: string): Promise<OutboxEntry[]>;
  dropEntry(id: string): Promise<void>;
  /** Queues `entry` and forgets the draft it was made of, both or neither: a crash between leaves one of them. */
  turnIntoEntry(entry: OutboxEntry): Promise<void>;
  /** False when the browser keeps nothing (private windows of old): the page then says so. */
  readonly isLasting: boolean;
}

interface Tables extends DBSchema {
  drafts: { key: [string, string]; value: KeptDraft };
  outbox: { key: string; value: OutboxEntry; indexes: { user: string } };
}

const NAME = 'labelwright';
const VERSION = 1;

class KeptDatabase implements KeptStore {
  readonly isLasting = true;
  readonly #db: IDBPDatabase<Tables>;

  constructor(db: IDBPDatabase<Tables>) {
    this.#db = db;
  }

  async putDraft(draft: KeptDraft): Promise<void> {
    await this.#db.put('drafts', draft);
  }

  async draft(user: string, subject: string): Promise<KeptDraft | null> {
    return (await this.#db.get('drafts', [user, subject])) ?? null;
  }

  async dropDraft(user: string, subject: string): Promise<void> {
    await this.#db.delete('drafts', [user, subject]);
  }

  async putEntry(entry: OutboxEntry): Promise<void> {
    await this.#db.put('outbox', entry);
  }

  async entries(user: string): Promise<OutboxEntry[]> {
    const found = await this.#db.getAllFromIndex('outbox', 'user', user);
    return found.sort((a, b) => a.queuedAt - b.queuedAt);
  }

  async dropEntry(id: string): Promise<void> {
    await this.#db.delete('outbox', id);
  }

  async turnIntoEntry(entry: OutboxEntry): Promise<void> {
    const change = this.#db.transaction(['drafts', 'outbox'], 'readwrite');
    await Promise.all([
      change.objectStore('outbox').put(entry),
      change.objectStore('drafts').delete([entry.user, entry.subject]),
      change.done,
    ]);
  }
}

/** For browsers that refuse to keep anything: as good as the tab lives. */
export class KeptInMemory implements KeptStore {
  readonly isLasting = false;
  readonly #drafts = new Map<string, KeptDraft>();
  readonly #entries = new Map<string, OutboxEntry>();

  async putDraft(draft: KeptDraft): Promise<void> {
    this.#drafts.set(`${draft.user} ${draft.subject}`, draft);
  }

  async draft(user: string, subject: string): Promise<KeptDraft | null> {
    return this.#drafts.get(`${user} ${subject}`) ?? null;
  }

  async dropDraft(user: string, subject: string): Promise<void> {
    this.#drafts.delete(`${user} ${subject}`);
  }

  async putEntry(entry: OutboxEntry): Promise<void> {
    this.#entries.set(entry.id, entry);
  }

  async entries(user: string): Promise<OutboxEntry[]> {
    return [...this.#entries.values()].filter((entry) => entry.user === user);
  }

  async dropEntry(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  async turnIntoEntry(entry: OutboxEntry): Promise<void> {
    this.#entries.set(entry.id, entry);
    this.#drafts.delete(`${entry.user} ${entry.subject}`);
  }
}

/** The store of this computer; `name` only in tests. */
export async function openKeptStore(name: string = NAME): Promise<KeptStore> {
  try {
    const db = await openDB<Tables>(name, VERSION, {
      upgrade(fresh) {
        fresh.createObjectStore('drafts', { keyPath: ['user', 'subject'] });
        fresh.createObjectStore('outbox', { keyPath: 'id' }).createIndex('user', 'user');
      },
      // A newer page in another tab must not wait for this one.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    // The browser then does not clear it when the disk runs full; a refusal changes nothing.
    void globalThis.navigator?.storage?.persist?.().catch(() => false);
    return new KeptDatabase(db);
  } catch {
    return new KeptInMemory();
  }
}
