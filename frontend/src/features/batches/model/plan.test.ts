import { describe, expect, it } from 'vitest';
import type { Batch } from '@/api/batches';
import {
  changedFields,
  changesOf,
  itemsOf,
  NEW_PLAN,
  planOf,
  toInstant,
  toLocal,
  toNewBatch,
  warningsOf,
} from './plan';

const POOL = { items: 200, unbatched: 80 };

const BATCH: Batch = {
  id: 'b',
  project: 'p',
  name: 'Pilot',
  kind: 'pilot',
  state: 'draft',
  overlap: 2,
  review_policy: 'all',
  lease_minutes: 30,
  price: null,
  pass_mark: null,
  training: null,
  shows_predictions: false,
  due_at: '2026-12-01T09:30:27Z',
  instructions: '',
  items: 10,
  filling: null,
  annotators: [
    { id: 'u1', pseudonym: 'ann-1', vendor: null, name: null },
    { id: 'u2', pseudonym: 'ann-2', vendor: null, name: null },
  ],
  tasks: { total: 20, open: 20, leased: 0, returned: 0, submitted: 0, accepted: 0, skipped: 0 },
  created_at: '2026-11-01T00:00:00Z',
  version: 3,
};

describe('what a plan takes', () => {
  it('never takes more than is there', () => {
    expect(itemsOf({ choice: 'some', some: 100 }, POOL)).toBe(80);
    expect(itemsOf({ choice: 'all', some: 0 }, POOL)).toBe(200);
    expect(itemsOf({ choice: 'unbatched', some: 0 }, POOL)).toBe(80);
  });

  it('asks for just those items', () => {
    expect(toNewBatch({ ...NEW_PLAN, choice: 'some', some: 12 }).items).toEqual({
      all: false,
      unbatched: true,
      gold: false,
      limit: 12,
    });
  });

  it('takes items with a gold answer for a training, and a mark to pass', () => {
    const made = toNewBatch({
      ...NEW_PLAN,
      kind: 'training',
      some: 12,
      passMark: 70,
      training: 't',
    });
    expect(made.items).toEqual({ all: false, unbatched: false, gold: true, limit: 12 });
    expect([made.pass_mark, made.training]).toEqual([70, null]);
  });

  it('of real work has no mark to pass, but perhaps a training before', () => {
    const made = toNewBatch({ ...NEW_PLAN, training: 't' });
    expect([made.pass_mark, made.training]).toEqual([null, 't']);
  });
});

describe('what keeps a batch from being opened', () => {
  it('is an overlap that there are too few annotators for', () => {
    const plan = { ...NEW_PLAN, overlap: 3, annotators: ['u1', 'u2'] };

    expect(warningsOf(plan, POOL)).toEqual(['too-few-annotators']);
    expect(warningsOf({ ...plan, overlap: 2 }, POOL)).toEqual([]);
  });

  it('is having nobody, or nothing', () => {
    expect(warningsOf(NEW_PLAN, { items: 0, unbatched: 0 })).toEqual(['no-items', 'no-annotators']);
  });
});

describe('an edit', () => {
  it('sends nothing when nothing was changed', () => {
    expect(changesOf(planOf(BATCH), BATCH)).toEqual({});
  });

  it('sends only what was changed', () => {
    const plan = { ...planOf(BATCH), leaseMinutes: 60, annotators: ['u2', 'u1'] };

    expect(changesOf(plan, BATCH)).toEqual({ lease_minutes: 60 });
  });

  it('knows what a colleague changed meanwhile', () => {
    const theirs = { ...BATCH, version: 4, name: 'Pilot 1', annotators: BATCH.annotators.slice(1) };

    expect(changedFields(BATCH, theirs)).toEqual(['name', 'annotators']);
  });
});

it('brings a time to the form and back, to the minute', () => {
  expect(toInstant(toLocal('2026-12-01T09:30:00.000Z'))).toBe('2026-12-01T09:30:00.000Z');
  expect(toInstant(toLocal(null))).toBeNull();
});
