import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openKeptStore, type KeptStore } from '@/api/kept/kept-database';
import { ApiProblem, networkProblem } from '@/lib/problem';
import { ManualClock, settle } from '@/lib/testing/manual-clock';
import { DraftKeeper, type DraftBody } from './draft-keeper';

class Server {
  version = 0;
  value: unknown = null;
  puts = 0;
  failure: 'network' | 401 | 409 | 400 | null = null;
  losesAnswers = 0;

  put = async (body: DraftBody, version: number): Promise<number> => {
    this.puts += 1;
    if (this.failure === 'network') throw networkProblem(new TypeError('offline'));
    if (this.failure) throw new ApiProblem({ type: 'x', title: 'No', status: this.failure });
    if (version !== this.version)
      throw new ApiProblem({
        type: '/problems/stale-draft',
        title: 'Stale',
        status: 412,
        current: this.version,
        current_value: this.value,
      });
    this.value = body.value;
    this.version += 1;
    if (this.losesAnswers > 0) {
      this.losesAnswers -= 1;
      throw networkProblem(new TypeError('lost'));
    }
    return this.version;
  };
}

let store: KeptStore;
let clock: ManualClock;
let server: Server;
let keeper: DraftKeeper;

const work = (n: number): DraftBody => ({ value: { count: { number: n } }, seconds: n });
const kept = async () => (await store.draft('mina', 'a'))?.value;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openKeptStore();
  clock = new ManualClock();
  server = new Server();
  keeper = new DraftKeeper({
    user: 'mina',
    subject: 'a',
    schemaVersion: 's',
    version: 0,
    store,
    put: server.put,
    clock,
  });
});

describe('a draft', () => {
  it('is on this computer at once and on the server a moment later', async () => {
    keeper.change(work(1));
    await settle();
    expect(await kept()).toEqual(work(1).value);
    expect(server.puts).toBe(0);

    await clock.advance(1500);
    expect(server.value).toEqual(work(1).value);
    expect(keeper.getState().condition).toBe('saved');
  });

  it('makes one save of many changes, but does not wait for ever', async () => {
    for (let n = 0; n < 12; n++) {
      keeper.change(work(n));
      await clock.advance(1000);
    }
    await clock.advance(5000);

    expect(server.puts).toBe(2);
    expect(server.value).toEqual(work(11).value);
  });

  it('survives two minutes without network', async () => {
    server.failure = 'network';
    for (let n = 0; n < 120; n++) {
      keeper.change(work(n));
      await clock.advance(1000);
    }
    expect(keeper.getState().condition).toBe('offline');
    expect(await kept()).toEqual(work(119).value);

    server.failure = null;
    await clock.advance(60_000);
    expect(server.value).toEqual(work(119).value);
    expect(keeper.getState().condition).toBe('saved');
  }, 60_000);

  it('is not in conflict with itself when an answer was lost', async () => {
    server.losesAnswers = 1;
    keeper.change(work(1));
    await clock.advance(1500);
    keeper.change(work(2));
    await clock.advance(60_000);

    expect(keeper.getState()).toMatchObject({ condition: 'saved', theirs: null });
    expect(server.value).toEqual(work(2).value);
  });

  it('shows what another window saved and overwrites nothing', async () => {
    server.version = 3;
    server.value = { count: { number: 99 } };
    keeper.change(work(1));
    await clock.advance(10_000);

    expect(keeper.getState()).toMatchObject({
      condition: 'conflict',
      theirs: { version: 3, value: { count: { number: 99 } } },
    });
    expect(server.value).toEqual({ count: { number: 99 } });
    expect(await kept()).toEqual(work(1).value);
  });

  it('replaces the other value only when the person says so', async () => {
    server.version = 3;
    server.value = { count: { number: 99 } };
    keeper.change(work(1));
    await clock.advance(10_000);
    keeper.keepMine(work(1));
    await clock.advance(10_000);

    expect(server.value).toEqual(work(1).value);
    expect(keeper.getState().condition).toBe('saved');
  });

  it('waits for the login when the session is over', async () => {
    server.failure = 401;
    keeper.change(work(1));
    await clock.advance(60_000);
    expect(keeper.getState().condition).toBe('login');
    expect(server.puts).toBe(1);

    server.failure = null;
    keeper.flush();
    await settle();
    expect(server.value).toEqual(work(1).value);
  });

  it('that was submitted elsewhere is never saved over it', async () => {
    server.failure = 409;
    keeper.change(work(1));
    await clock.advance(10_000);
    keeper.change(work(2));
    await clock.advance(60_000);

    expect(keeper.getState().condition).toBe('ended');
    expect(server.puts).toBe(1);
  });

  it('has its last change on this computer when it stops', async () => {
    keeper.change(work(1));
    keeper.change(work(2));
    await keeper.stop();

    expect(await kept()).toEqual(work(2).value);
  });
});
