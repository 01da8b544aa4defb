import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openKeptStore, type KeptStore, type OutboxEntry } from '@/api/kept/kept-database';
import { Outbox } from '@/api/kept/outbox';
import type { RelabelQuestion } from '@/api/relabel';
import { readyItem } from '@/editor/screen/screen-item';
import { ApiProblem, networkProblem } from '@/lib/problem';
import { ManualClock, settle } from '@/lib/testing/manual-clock';
import { RelabelSession } from './relabel-session';

function question(n: number): RelabelQuestion {
  return {
    id: `q${n}`,
    schema_migration: 'm',
    field: 'cells',
    part: `r${n}`,
    label: 'wbc',
    reason: 'wbc was split',
    candidates: ['lobed', 'round'],
    before: {},
    annotation: `a${n}`,
    item: {
      id: `i${n}`,
      kind: 'text',
      text: 'text',
      media_url: null,
      width: null,
      height: null,
      duration: null,
      metadata: {},
    },
    from_version: 'v1',
    to_version: 'v2',
    note: '',
    state: 'open',
    answer: '',
    leased_until: null,
    may_revise: false,
  };
}

const CLOSED = { type: '/problems/question-closed', title: 'Closed', status: 409 };

/** A server with a few questions, of which it gives those that are open and not in the browser's hands. */
class Server {
  isReachable = true;
  isTooLate = false;
  closed = new Set<string>();
  readonly answers = new Map<string, unknown>();

  constructor(readonly count: number) {}

  get open(): RelabelQuestion[] {
    const all = Array.from({ length: this.count }, (_, n) => question(n + 1));
    return all.filter(({ id }) => !this.answers.has(id));
  }

  fetchNext = async (count: number, without: readonly string[]) => {
    if (!this.isReachable) throw networkProblem(null);
    return this.open.filter(({ id }) => !without.includes(id)).slice(0, count);
  };

  fetchOverview = async () => {
    if (!this.isReachable) throw networkProblem(null);
    const { length: open } = this.open;
    return { open, answered: 0, labels: [{ field: 'cells', label: 'wbc', open }] };
  };

  send = async ({ subject, body }: OutboxEntry) => {
    if (!this.isReachable) throw networkProblem(null);
    if (this.closed.has(subject)) throw new ApiProblem(CLOSED);
    this.answers.set(subject, body);
    return {};
  };

  takeBack = async (id: string) => {
    if (!this.isReachable) throw networkProblem(null);
    if (this.isTooLate) throw new ApiProblem(CLOSED);
    this.answers.delete(id);
  };
}

/** Longer than an answer is held back for a slip. */
const HELD = 6000;

let store: KeptStore;
let clock: ManualClock;
let server: Server;
let refused: string[];

async function sit(count: number, isReachable = true) {
  server = new Server(count);
  server.isReachable = isReachable;
  const outbox = new Outbox({ user: 'mina', store, clock, send: server.send });
  const session = new RelabelSession({
    outbox,
    clock,
    fetchNext: server.fetchNext,
    fetchOverview: server.fetchOverview,
    fetchSchema: async () => ({ input: 'text', fields: [] }),
    ready: readyItem,
    takeBack: server.takeBack,
    onRefused: ({ subject }) => refused.push(subject),
  });
  session.start();
  await settle();
  return session;
}

const shown = (session: RelabelSession) => session.getState().open?.ready.question.id;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openKeptStore();
  clock = new ManualClock();
  refused = [];
});

describe('answering', () => {
  it('shows the next question in the same moment', async () => {
    const session = await sit(3);

    session.answer('lobed');

    expect(shown(session)).toBe('q2');
  });

  it('sends the answer with the seconds that it took', async () => {
    const session = await sit(2);
    await clock.advance(4000);

    session.answer('round');
    await clock.advance(HELD);

    expect(server.answers.get('q1')).toEqual({ answer: 'round', seconds: 4 });
  });

  it('takes no answer that is not among the candidates', async () => {
    const session = await sit(2);

    session.answer('rbc');

    expect(shown(session)).toBe('q1');
  });

  it('goes through all of them, more than are fetched at once', async () => {
    const session = await sit(15);
    for (let n = 0; n < 15; n++) {
      session.answer('lobed');
      await settle();
    }
    await clock.advance(HELD);

    expect(server.answers.size).toBe(15);
    expect(session.getState().status).toBe('empty');
  });

  it('counts how many of a label are done', async () => {
    const session = await sit(4);
    session.answer('lobed');
    await settle();

    expect(session.getState().kinds).toEqual({ 'cells/wbc': { done: 1, total: 4 } });
  });

  it('keeps the answers while the network is gone, and sends them later', async () => {
    const session = await sit(3);
    server.isReachable = false;
    session.answer('lobed');
    session.answer('round');
    await settle();
    expect(server.answers.size).toBe(0);

    server.isReachable = true;
    await clock.advance(60_000);

    expect([...server.answers.keys()].sort()).toEqual(['q1', 'q2']);
  });

  it('says so when the server did not need the answer any more, and keeps nothing of it', async () => {
    const session = await sit(2);
    server.closed.add('q1');
    session.answer('lobed');
    await clock.advance(HELD);

    expect(refused).toEqual(['q1']);
    expect(await store.entries('mina')).toEqual([]);
  });
});

describe('taking back', () => {
  it('opens the last question again, and the present one comes after it', async () => {
    const session = await sit(3);
    session.answer('lobed');
    await clock.advance(HELD);

    await session.takeBack();

    expect(shown(session)).toBe('q1');
    expect(server.answers.size).toBe(0);
    session.answer('round');
    expect(shown(session)).toBe('q2');
  });

  it('takes an answer that has not left yet out of the outbox', async () => {
    const session = await sit(2);
    session.answer('lobed');

    await session.takeBack();
    await clock.advance(HELD);

    expect(shown(session)).toBe('q1');
    expect(server.answers.size).toBe(0);
  });

  it('says when it is too late', async () => {
    const session = await sit(3);
    session.answer('lobed');
    await clock.advance(HELD);
    server.isTooLate = true;

    await session.takeBack();

    expect(session.getState().tooLate?.id).toBe('q1');
    expect(shown(session)).toBe('q2');
  });

  it('counts one less', async () => {
    const session = await sit(3);
    session.answer('lobed');
    await settle();

    await session.takeBack();

    expect(session.getState().kinds['cells/wbc']).toEqual({ done: 0, total: 3 });
    expect(session.getState().doneHere).toBe(0);
  });
});

it('leaves what is skipped for the end, and asks it again on demand', async () => {
  const session = await sit(2);
  session.skip();
  session.answer('lobed');
  await settle();
  expect(session.getState()).toMatchObject({ status: 'empty', skipped: 1 });

  session.returnToSkipped();
  await settle();

  expect(shown(session)).toBe('q1');
});

it('says that it cannot get questions, and goes on when the network is back', async () => {
  const session = await sit(1, false);
  expect(session.getState().status).toBe('failed');

  server.isReachable = true;
  session.resume();
  await settle();

  expect(shown(session)).toBe('q1');
});
