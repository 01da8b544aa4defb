import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openKeptStore, type KeptStore } from '@/api/kept/kept-database';
import { Outbox } from '@/api/kept/outbox';
import type { Assignment } from '@/api/types';
import { ManualClock, settle } from '@/lib/testing/manual-clock';
import { networkProblem } from '@/lib/problem';
import { LabellingSession } from './labelling-session';

const SCHEMA = {
  input: 'text',
  fields: [
    { key: 'intent', type: 'choice', required: true, options: [{ key: 'yes' }, { key: 'no' }] },
  ],
};
const CHANNEL = {
  postMessage: () => {},
  addEventListener: () => {},
  removeEventListener: () => {},
};

function assignment(n: number): Assignment {
  return {
    id: `a${n}`,
    batch: { id: 'b', name: 'Pilot', instructions: '' },
    task: `t${n}`,
    item: {
      id: `i${n}`,
      kind: 'text',
      text: `Text ${n}`,
      media_url: null,
      width: null,
      height: null,
      metadata: {},
    },
    schema_version: 's',
    guideline_version: null,
    expires_at: '2999-01-01T00:00:00Z',
    value: null,
    draft_version: 0,
    draft_seconds: 0,
    base_revision: null,
    returned: null,
    annotation: null,
    position: { done: 0, total: 9 },
  };
}

/** A server with nine tasks, of which one person holds what was not submitted yet. */
class Server {
  isReachable = true;
  readonly stored = new Map<string, unknown>();

  fetch = async (count: number) => {
    if (!this.isReachable) throw networkProblem(null);
    const open = Array.from({ length: 9 }, (_, n) => assignment(n + 1));
    return open.filter(({ id }) => !this.stored.has(id)).slice(0, count);
  };

  send = async (entry: { subject: string; body: unknown }) => {
    if (!this.isReachable) throw networkProblem(null);
    this.stored.set(entry.subject, entry.body);
    return { annotation: `n-${entry.subject}`, revision: 1, state: 'submitted' };
  };
}

let store: KeptStore;
let clock: ManualClock;
let server: Server;

async function sit() {
  const outbox = new Outbox({ user: 'mina', store, clock, send: server.send });
  await outbox.open();
  const session = new LabellingSession({
    user: 'mina',
    store,
    outbox,
    clock,
    channel: CHANNEL,
    fetch: server.fetch,
    fetchSchema: async () => SCHEMA,
    decode: async () => {
      throw new Error('no images here');
    },
    renew: async () => Infinity,
    saveDraft: async (_id, _body, version) => {
      if (!server.isReachable) throw networkProblem(null);
      return version + 1;
    },
  });
  session.start();
  await settle();
  return session;
}

const shown = (session: LabellingSession) => session.getState().work?.subject.id;
const say = (session: LabellingSession, choice: string) =>
  session.getState().work?.screen.editor.answer('intent', { choice });

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openKeptStore();
  clock = new ManualClock();
  server = new Server();
});

describe('a sitting', () => {
  it('shows the next item in the same moment', async () => {
    const session = await sit();
    say(session, 'yes');

    expect(session.submit()).toEqual([]);
    expect(shown(session)).toBe('a2');
    await settle();
    expect(server.stored.get('a1')).toMatchObject({ value: { intent: { choice: 'yes' } } });
  });

  it('says what is missing instead of handing it in', async () => {
    const session = await sit();

    expect(session.submit()).toEqual([{ kind: 'required', field: 'intent' }]);
    expect(shown(session)).toBe('a1');
  });

  it('goes on without network as far as it has fetched, and sends all of it later', async () => {
    const session = await sit();
    server.isReachable = false;
    for (let n = 0; n < 3; n++) {
      say(session, 'no');
      session.submit();
      await settle();
    }
    expect([shown(session), server.stored.size]).toEqual(['a4', 0]);

    server.isReachable = true;
    await clock.advance(120_000);
    expect([...server.stored.keys()]).toEqual(['a1', 'a2', 'a3']);
  });

  it('finds unfinished work again after a crash', async () => {
    const before = await sit();
    server.isReachable = false;
    say(before, 'no');
    await settle();
    server.isReachable = true;

    const after = await sit();
    expect(after.getState().work?.screen.editor.toValue()).toEqual({ intent: { choice: 'no' } });
  });

  it('never shows again what a crash left in the outbox', async () => {
    const before = await sit();
    server.isReachable = false;
    say(before, 'no');
    before.submit();
    await settle();
    before.stop();
    server.isReachable = true;

    const after = await sit();
    expect(shown(after)).toBe('a2');
    await clock.advance(60_000);
    expect([...server.stored.keys()]).toEqual(['a1']);
  });

  it('opens what was handed in again, as a new revision of it', async () => {
    const session = await sit();
    say(session, 'yes');
    session.submit();
    await settle();

    expect(await session.goBack()).toBe(true);
    expect(session.getState().work?.subject.reopened).toEqual({ annotation: 'n-a1', revision: 1 });
    session.leaveReopened();
    expect(shown(session)).toBe('a2');
  });
});
