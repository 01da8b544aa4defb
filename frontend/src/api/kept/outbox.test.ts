import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem, networkProblem } from '@/lib/problem';
import { ManualClock, settle } from '@/lib/testing/manual-clock';
import { openKeptStore, type KeptStore, type OutboxEntry } from './kept-database';
import { Outbox } from './outbox';

/** A server that stores each key once, with switches for what can go wrong on the way. */
class Server {
  readonly stored = new Map<string, unknown>();
  attempts = 0;
  isReachable = true;
  isLoggedIn = true;
  /** The next answers are lost after the work was done. */
  losesAnswers = 0;
  status: number | null = null;

  send = async (entry: OutboxEntry): Promise<unknown> => {
    this.attempts += 1;
    if (!this.isReachable) throw networkProblem(new TypeError('offline'));
    if (!this.isLoggedIn) throw new ApiProblem({ type: 'x', title: 'Log in', status: 401 });
    if (this.status)
      throw new ApiProblem({ type: '/problems/x', title: 'No', status: this.status });
    if (!this.stored.has(entry.id)) this.stored.set(entry.id, entry.body);
    if (this.losesAnswers > 0) {
      this.losesAnswers -= 1;
      throw networkProblem(new TypeError('lost'));
    }
    return { ok: true };
  };
}

const USER = 'mina';
let store: KeptStore;
let clock: ManualClock;
let server: Server;

function makeOutbox(user = USER) {
  return new Outbox({ user, store, clock, send: server.send });
}

function entry(n: number) {
  return {
    id: `key-${n}`,
    kind: 'submit',
    subject: `assignment-${n}`,
    path: '/x',
    body: { n },
    about: null,
  };
}

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openKeptStore();
  clock = new ManualClock();
  server = new Server();
});

describe('the outbox', () => {
  it('stores two hundred submits once each, although the network is gone for two minutes', async () => {
    const outbox = makeOutbox();
    const add = async (n: number) => {
      void outbox.add(entry(n));
      await clock.advance(1000);
    };

    for (let n = 0; n < 40; n++) await add(n);
    server.isReachable = false;
    for (let n = 40; n < 160; n++) await add(n);
    server.isReachable = true;
    server.losesAnswers = 5;
    for (let n = 160; n < 200; n++) await add(n);
    await clock.advance(300_000);

    expect(
      [...server.stored.values()].map((body) => (body as { n: number }).n).sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(outbox.getState()).toEqual({ condition: 'idle', waiting: [], refused: [] });
    expect(await store.entries(USER)).toEqual([]);
  }, 60_000);

  it('waits while the session is over and sends everything after the next login', async () => {
    server.isLoggedIn = false;
    const outbox = makeOutbox();
    await outbox.add(entry(1));
    await outbox.add(entry(2));
    await clock.advance(600_000);
    expect(outbox.getState().condition).toBe('login');
    expect(server.stored.size).toBe(0);

    server.isLoggedIn = true;
    outbox.flush();
    await settle();

    expect([...server.stored.keys()]).toEqual(['key-1', 'key-2']);
  });

  it('goes on after a crash with what was written down', async () => {
    server.isReachable = false;
    await makeOutbox().add(entry(1));
    await settle();

    server.isReachable = true;
    const afterReload = makeOutbox();
    await afterReload.open();
    await settle();

    expect([...server.stored.keys()]).toEqual(['key-1']);
    expect(await store.entries(USER)).toEqual([]);
  });

  it('is harmless when the crash came after the server had stored it', async () => {
    server.losesAnswers = 1;
    await makeOutbox().add(entry(1));
    await settle();

    await makeOutbox().open();
    await settle();

    expect(server.stored.size).toBe(1);
    expect(server.attempts).toBe(2);
  });

  it('leaves the entries of another person on the same computer alone', async () => {
    server.isReachable = false;
    await makeOutbox('junho').add(entry(1));
    await settle();
    server.isReachable = true;
    const mine = makeOutbox();
    await mine.open();
    await settle();

    expect(server.stored.size).toBe(0);
    expect(await store.entries('junho')).toHaveLength(1);
  });

  it.each([400, 409, 412])(
    'keeps what the server refuses with %d for a person to decide',
    async (status) => {
      server.status = status;
      const outbox = makeOutbox();
      await outbox.add(entry(1));
      await settle();

      expect(outbox.getState().refused.map((each) => each.problem?.status)).toEqual([status]);
      expect(await store.entries(USER)).toHaveLength(1);
      await clock.advance(600_000);
      expect(server.attempts).toBe(1);
    },
  );

  it('does not let one entry that the server chokes on hold up the others', async () => {
    const choking = new Set(['key-1']);
    const outbox = new Outbox({
      user: USER,
      store,
      clock,
      send: (each) => {
        if (choking.has(each.id))
          return Promise.reject(new ApiProblem({ type: 'x', title: 'Bug', status: 500 }));
        return server.send(each);
      },
    });
    await outbox.add(entry(1));
    await outbox.add(entry(2));
    await settle();
    expect([...server.stored.keys()]).toEqual(['key-2']);

    choking.clear();
    await clock.advance(120_000);
    expect([...server.stored.keys()]).toEqual(['key-2', 'key-1']);
  });

  it('turns a draft into an entry in one step', async () => {
    const draft = { user: USER, subject: 'assignment-1', schemaVersion: 's', baseVersion: 0 };
    await store.putDraft({ ...draft, value: { a: 1 }, seconds: 3, isSynced: false, savedAt: 0 });
    server.isReachable = false;
    await makeOutbox().add(entry(1));

    expect(await store.draft(USER, 'assignment-1')).toBeNull();
    expect(await store.entries(USER)).toHaveLength(1);
  });

  it('holds an entry until its moment has come, and gives it back until then', async () => {
    const outbox = makeOutbox();
    await outbox.add({ ...entry(1), notBefore: clock.now() + 5000 });
    await outbox.add({ ...entry(2), notBefore: clock.now() + 5000 });
    await clock.advance(4000);
    expect(server.attempts).toBe(0);

    await outbox.withdraw('key-1');
    await clock.advance(2000);

    expect([...server.stored.keys()]).toEqual(['key-2']);
  });

  it('gives back what was never tried, but not what may have arrived', async () => {
    const outbox = makeOutbox();
    server.isLoggedIn = false;
    await outbox.add(entry(1));
    await settle();
    expect(await outbox.withdraw('key-1')).toMatchObject({ id: 'key-1' });

    server.isLoggedIn = true;
    server.losesAnswers = 99;
    await outbox.add(entry(2));
    await settle();
    expect(await outbox.withdraw('key-2')).toBeNull();
  });
});
