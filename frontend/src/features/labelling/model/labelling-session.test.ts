import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openKeptStore, type KeptStore } from '@/api/kept/kept-database';
import { Outbox } from '@/api/kept/outbox';
import type { CarriedDraft, PartChange } from '@/api/carry';
import type { GuidelineStanding } from '@/api/guideline-reading';
import type { Assignment } from '@/api/types';
import type { AnnotationValue } from '@/editor/core/value';
import { readyItem } from '@/editor/screen/screen-item';
import { ManualClock, settle } from '@/lib/testing/manual-clock';
import { networkProblem } from '@/lib/problem';
import { LabellingSession, type SessionOptions } from './labelling-session';
import { SchemaCarrier } from './schema-carrier';

const SCHEMA = {
  input: 'text',
  fields: [
    { key: 'intent', type: 'choice', required: true, options: [{ key: 'yes' }, { key: 'no' }] },
  ],
};
const PICTURE = { kind: 'image' as const, text: null, media_url: '/m', width: 64, height: 48 };
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
      duration: null,
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
    question: null as string | null,
    recheck: null,
    training: null as { pass_mark: number } | null,
    prediction: null,
    position: { done: 0, total: 9 },
  };
}

/** A server with nine tasks, of which one person holds what was not submitted yet. */
class Server {
  isReachable = true;
  withPictures = false;
  readonly stored = new Map<string, unknown>();
  readonly drafts: { value: unknown; schema_version: string }[] = [];

  /** "yes" became "no" with the new version; of "no" a machine does not know what became. */
  carry = async (_item: string, version: string, value: AnnotationValue): Promise<CarriedDraft> => {
    if (!this.isReachable) throw networkProblem(null);
    if (version === 's2' || !value.intent)
      return { schema_version: 's2', value: { ...value }, changes: [] };
    const isYes = JSON.stringify(value).includes('yes');
    const change: PartChange = {
      step: 0,
      field: 'intent',
      part: '',
      label: isYes ? 'yes' : 'no',
      outcome: isYes ? 'lossless' : 'person',
      reason: '',
      before: value.intent,
      after: isYes ? [{ choice: 'no' }] : [],
      candidates: isYes ? [] : [{ key: 'yes', parts: [{ choice: 'yes' }] }],
    };
    const carried = isYes ? { intent: { choice: 'no' } } : {};
    return { schema_version: 's2', value: carried, changes: [change] };
  };

  /** Put aside: `true` once there is an answer. */
  readonly parked = new Map<string, boolean>();

  guideline = { current: null, acknowledged: null, is_to_be_read: false } as GuidelineStanding;

  fetch = async (count: number) => {
    if (!this.isReachable) throw networkProblem(null);
    const open = Array.from({ length: 9 }, (_, n) => assignment(n + 1))
      .filter(({ id }) => !this.stored.has(id) && this.parked.get(id) !== false)
      .map((each) => (this.parked.has(each.id) ? { ...each, question: 'thread' } : each))
      .map((each) => (this.withPictures ? { ...each, item: { ...each.item, ...PICTURE } } : each));
    open.sort((a, b) => Number(b.question !== null) - Number(a.question !== null));
    return { assignments: open.slice(0, count), guideline: this.guideline };
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

async function sit(more: Partial<SessionOptions> = {}) {
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
    ready: readyItem,
    renew: async () => Infinity,
    saveDraft: async (_id, body, version) => {
      if (!server.isReachable) throw networkProblem(null);
      server.drafts.push(body);
      return version + 1;
    },
    schemaVersion: 's',
    carrier: async () =>
      new SchemaCarrier({
        user: 'mina',
        store,
        fetchSchema: async () => SCHEMA,
        carry: server.carry,
        newestBase: async (_annotation, base) => base,
      }),
    ...more,
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

  it('puts an item aside with its draft, and shows it next once it is answered', async () => {
    const session = await sit();
    const first = shown(session) ?? '';
    say(session, 'yes');
    let drafted = 0;
    await session.park(async () => {
      drafted = server.drafts.length;
      server.parked.set(first, false);
    });
    await settle();
    const meanwhile = shown(session);
    server.parked.set(first, true);
    session.look();
    await settle();
    say(session, 'no');
    session.submit();
    await settle();

    expect(drafted).toBe(1);
    expect(meanwhile).not.toBe(first);
    expect([shown(session), session.getState().work?.subject.question]).toEqual([first, 'thread']);
  });

  it('keeps the item on the screen when the question could not be sent', async () => {
    const session = await sit();
    const first = shown(session);

    const asked = session.park(async () => Promise.reject(networkProblem(null)));

    await expect(asked).rejects.toThrow();
    expect(shown(session)).toBe(first);
  });

  it('opens an item without its picture where that cannot be shown, hands in nothing, and skips it', async () => {
    server.withPictures = true;
    const session = await sit({
      ready: async () => ({ item: { kind: 'broken' }, close: () => {} }),
    });
    say(session, 'yes');

    const handedIn = session.submit();
    const opened = session.getState().work;
    session.skip('The picture could not be shown', true);
    await settle();

    expect([opened?.subject.id, opened?.screen.item.kind, handedIn]).toEqual(['a1', 'broken', []]);
    expect(opened?.screen.editor.isReadOnly).toBe(true);
    expect(server.stored.get('a1')).toEqual({
      reason: 'The picture could not be shown',
      flags_item: true,
    });
    expect(shown(session)).toBe('a2');
  });

  it('shows the picture once it can be had', async () => {
    server.withPictures = true;
    let isThere = false;
    const session = await sit({
      ready: async () => {
        if (!isThere) return { item: { kind: 'broken' }, close: () => {} };
        const source = {} as ImageBitmap; // nothing is painted here
        return { item: { kind: 'image', source, width: 64, height: 48 }, close: () => {} };
      },
    });
    const before = session.getState().work?.screen.item.kind;
    isThere = true;

    await session.reloadItem();

    expect(before).toBe('broken');
    expect(session.getState().work?.screen.item).toMatchObject({ kind: 'image', width: 64 });
    expect(shown(session)).toBe('a1');
  });

  it('waits for the network instead of calling a picture broken', async () => {
    server.withPictures = true;
    const session = await sit({
      ready: async () => {
        throw networkProblem(null);
      },
    });

    expect(session.getState().status).toBe('failed');
  });

  it('keeps what was handed in before for those who take its regions over', async () => {
    const session = await sit();
    const first = session.getState().work?.screen.before;
    say(session, 'yes');
    session.submit();

    expect(first).toBeNull();
    expect(session.getState().work?.screen.before).toEqual({ intent: { choice: 'yes' } });
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

  it('takes no task for somebody who looks at one annotation again', async () => {
    const first = await firstTask();
    const reopened = { annotation: 'n1', revision: 3 };
    let asked = 0;
    const session = await sit({
      fetch: async (count) => {
        asked += 1;
        return server.fetch(count);
      },
      fetchReopened: async () => ({
        ...first,
        id: 'n1',
        annotation: 'n1',
        baseRevision: 3,
        reopened,
      }),
    });
    session.resume();
    session.look();
    expect(shown(session)).toBe('n1');
    say(session, 'no');
    session.submit();
    await settle();

    expect([...server.stored.keys()]).toEqual(['n1']);
    expect([asked, session.getState().status]).toEqual([0, 'empty']);
  });
});

/** What somebody who sits down is shown first. */
async function firstTask() {
  const other = await sit();
  const { work } = other.getState();
  other.stop();
  if (!work) throw new Error('there is a first task');
  return work.subject;
}

describe('a schema that changes while somebody works', () => {
  const value = (session: LabellingSession) => session.getState().work?.screen.editor.toValue();
  const waiting = (session: LabellingSession) => session.getState().work?.carried?.waiting;

  async function move(session: LabellingSession) {
    session.followSchema('s2');
    await clock.advance(20_000);
  }

  it('carries the open work over, and says what became of it', async () => {
    const session = await sit();
    say(session, 'yes');
    await move(session);

    expect(value(session)).toEqual({ intent: { choice: 'no' } });
    expect(session.getState().work?.carried).toMatchObject({
      before: { value: { intent: { choice: 'yes' } }, schemaVersion: 's' },
      changes: [{ outcome: 'lossless' }],
    });
  });

  it('hands in under the new version', async () => {
    const session = await sit();
    say(session, 'yes');
    await move(session);
    session.submit();
    await settle();

    expect(server.stored.get('a1')).toMatchObject({
      value: { intent: { choice: 'no' } },
      schema_version: 's2',
    });
  });

  it('hands nothing in before the person has decided what only they know', async () => {
    const session = await sit();
    say(session, 'no');
    await move(session);
    session.submit();
    expect([shown(session), waiting(session)]).toEqual(['a1', [0]]);

    session.decide(0, 'yes');

    expect([value(session), waiting(session)]).toEqual([{ intent: { choice: 'yes' } }, []]);
    session.submit();
    await settle();
    expect(shown(session)).toBe('a2');
  });

  it('leaves the draft on the server as it was until then', async () => {
    const session = await sit();
    say(session, 'no');
    await clock.advance(10_000);
    await move(session);
    expect(server.drafts.at(-1)).toMatchObject({ schema_version: 's' });

    session.decide(0, 'yes');
    await clock.advance(10_000);

    expect(server.drafts.at(-1)).toMatchObject({
      value: { intent: { choice: 'yes' } },
      schema_version: 's2',
    });
  });

  it('still knows after a crash what it was, and what is to be decided', async () => {
    const before = await sit();
    say(before, 'no');
    await move(before);
    before.stop();

    const after = await sit();
    await move(after);

    expect(waiting(after)).toEqual([0]);
    expect(after.getState().work?.carried?.before.value).toEqual({ intent: { choice: 'no' } });
  });

  it('goes on under the old version without network, and carries over when it is back', async () => {
    const session = await sit();
    say(session, 'yes');
    server.isReachable = false;
    await move(session);
    expect(value(session)).toEqual({ intent: { choice: 'yes' } });

    server.isReachable = true;
    await clock.advance(5000);

    expect(value(session)).toEqual({ intent: { choice: 'no' } });
  });

  it('opens the tasks that were fetched before under the new version', async () => {
    const session = await sit();
    await move(session);
    say(session, 'yes');
    session.submit();
    await settle();

    expect(session.getState().work?.subject).toMatchObject({ id: 'a2', schemaVersion: 's2' });
  });

  it('waits with it while something is being drawn', async () => {
    const session = await sit();
    say(session, 'yes');
    const gesture = session.getState().work?.screen.editor.begin();
    await move(session);
    expect(session.getState().work?.subject.schemaVersion).toBe('s');

    gesture?.commit();
    await clock.advance(5000);

    expect(session.getState().work?.subject.schemaVersion).toBe('s2');
  });
});

describe('a guideline that changes while somebody works', () => {
  const read = (version: string): GuidelineStanding => ({
    current: version,
    acknowledged: version,
    is_to_be_read: false,
  });
  const changed = { current: 'g2', acknowledged: 'g1', is_to_be_read: true };
  const submitted = (id: string) => server.stored.get(id) as { guideline_version: string | null };

  beforeEach(() => {
    server.guideline = read('g1');
  });

  it('finishes the item, shows the change, and goes on with the next', async () => {
    const session = await sit();
    server.guideline = changed;
    session.followGuideline('g2');
    await settle();
    expect(shown(session)).toBe('a1');

    say(session, 'yes');
    session.submit();
    await settle();
    expect(session.getState()).toMatchObject({ status: 'reading', work: null });
    expect(submitted('a1').guideline_version).toBe('g1');

    server.guideline = read('g2');
    session.confirmReading('g2');
    expect(shown(session)).toBe('a2');
    expect(session.getState().work?.subject.guidelineVersion).toBe('g2');
    say(session, 'yes');
    session.submit();
    await settle();
    expect(submitted('a2').guideline_version).toBe('g2');
  });

  it('shows it before the first item to who has not read it', async () => {
    server.guideline = { current: 'g1', acknowledged: null, is_to_be_read: true };

    const session = await sit();

    expect(session.getState()).toMatchObject({ status: 'reading', work: null });
  });

  it('stops nobody for an editorial change, and shows the new text from the next item on', async () => {
    const session = await sit();
    server.guideline = { current: 'g2', acknowledged: 'g1', is_to_be_read: false };
    session.followGuideline('g2');
    await settle();
    say(session, 'yes');
    session.submit();
    await settle();

    expect(shown(session)).toBe('a2');
    expect(session.getState().work?.subject.guidelineVersion).toBe('g2');
    say(session, 'yes');
    session.submit();
    await settle();
    expect(submitted('a2').guideline_version).toBe('g1');
  });

  it('is not asked again by an answer that was under way when they confirmed', async () => {
    const session = await sit();
    server.guideline = changed;
    session.followGuideline('g2');
    await settle();
    say(session, 'yes');
    session.submit();
    await settle();

    session.confirmReading('g2'); // the server's answers still say that it is to be read
    await settle();
    say(session, 'yes');
    session.submit();
    await settle();

    expect(shown(session)).toBe('a3');
  });

  it('asks nothing of who has nothing to do', async () => {
    server.guideline = changed;
    for (let n = 1; n <= 9; n++) server.stored.set(`a${n}`, {});

    const session = await sit();

    expect(session.getState().status).toBe('empty');
  });
});

describe('a training', () => {
  const told = { score: 0.5 };

  beforeEach(() => {
    const { fetch, send } = server;
    server.fetch = async (count) => {
      const found = await fetch(count);
      const training = { pass_mark: 80 };
      return { ...found, assignments: found.assignments.map((each) => ({ ...each, training })) };
    };
    server.send = async (entry) => ({
      ...(await send(entry)),
      annotation: null as unknown as string,
      state: 'accepted',
      training: told,
    });
  });

  it('shows what was meant before the next item', async () => {
    const session = await sit();
    say(session, 'yes');
    session.submit();
    const waiting = session.getState();
    await settle();
    const looking = session.getState();
    session.goOn();
    await settle();

    expect([waiting.status, waiting.looked?.told]).toEqual(['looking', null]);
    expect([looking.status, looking.looked?.told]).toEqual(['looking', told]);
    expect([session.getState().looked, shown(session)]).toEqual([null, 'a2']);
  });

  it('waits without network, and tells it when that is back', async () => {
    const session = await sit();
    server.isReachable = false;
    say(session, 'yes');
    session.submit();
    await settle();
    const offline = session.getState().looked;
    server.isReachable = true;
    await clock.advance(120_000);

    expect(offline?.told).toBeNull();
    expect(session.getState().looked?.told).toEqual(told);
  });

  it('neither skips an item nor goes back to one', async () => {
    const session = await sit();
    session.skip('hard');
    await settle();
    const first = shown(session);
    say(session, 'yes');
    session.submit();
    await settle();
    session.goOn();
    await settle();

    expect([first, shown(session), session.canGoBack]).toEqual(['a1', 'a2', false]);
  });
});
