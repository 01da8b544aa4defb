// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { RELATED_SPANS, RELATION_SCHEMA } from '../testing/schemas';
import { relationFaults, relationRefusal } from './relation-rules';

const [FIELD = { key: '', type: '' }] = RELATION_SCHEMA.fields;
const LABELS = new Map(RELATED_SPANS.map(({ id, label }) => [id as string, label as string]));

describe('a relation', () => {
  test.each([
    ['works_for', 'ada', 'acme', null],
    ['knows', 'acme', 'ada', null],
    ['sings', 'ada', 'acme', 'type'],
    ['knows', 'ada', 'gone', 'end'],
    ['knows', 'ada', 'ada', 'self'],
    ['works_for', 'acme', 'acme', 'self'],
    ['works_for', 'seoul', 'acme', 'from'],
    ['works_for', 'ada', 'seoul', 'to'],
    ['knows', 'ada', 'bob', 'duplicate'],
    ['knows', 'bob', 'ada', null],
  ])('%s from %s to %s: %s', (type, from, to, expected) => {
    const others = [{ type: 'knows', from: 'ada', to: 'bob' }];

    expect(relationRefusal(FIELD, LABELS, others, { type, from, to })).toBe(expected);
  });

  test('that is there twice is wrong once, the second time', () => {
    const arrow = { type: 'knows', from: 'ada', to: 'bob' };
    const relations = [
      { id: 'x', ...arrow },
      { id: 'y', ...arrow },
      { id: 'z', type: 'lives_in', from: 'acme', to: 'seoul' },
    ];

    const faults = relationFaults(FIELD, RELATED_SPANS, relations);

    expect(faults.map(({ relation, reason }) => [relation.id, reason])).toEqual([
      ['y', 'duplicate'],
      ['z', 'from'],
    ]);
  });
});
