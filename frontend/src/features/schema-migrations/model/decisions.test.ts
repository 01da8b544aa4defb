import { describe, expect, it } from 'vitest';
import {
  decisionsIn,
  isSameDeed,
  splitIn,
  undecided,
  withEdits,
  type Difference,
  type Operation,
} from './decisions';

const MERGE = { kind: 'merge_labels/1', field: 'cells', sources: ['platelet'], target: 'rbc' };
const SPLIT = { kind: 'split_label/1', field: 'cells', label: 'wbc', targets: ['one', 'many'] };
const DROP = { kind: 'remove_label/1', field: 'cells', label: 'wbc', regions: 'drop' };
const ASK = { kind: 'remove_label/1', field: 'cells', label: 'wbc' };

function operation(document: { kind: string }): Operation {
  return { kind: document.kind, words: '', document };
}

function choice(key: string, document: { kind: string }) {
  return { key, words: '', operations: [operation(document)], confidence: 0.5 };
}

const GONE: Difference = {
  id: 'cells/wbc/removed',
  words: '',
  choices: [choice('ask', ASK), choice('split', SPLIT), choice('drop', DROP)],
  decided: null,
};
const NEW: Difference = { id: 'cells/one/added', words: '', choices: [], decided: 'apply' };

describe('what was decided', () => {
  it('is asked only where something is open', () => {
    expect(undecided([GONE, NEW])).toEqual([GONE]);
  });

  it('is told from the operations of the plan', () => {
    expect(decisionsIn([GONE, NEW], [operation(DROP)])).toEqual({ 'cells/wbc/removed': 'drop' });
  });

  it('is a split also when the plan has rules for it', () => {
    const ruled = { ...SPLIT, rules: [{ when: { type: 'area', below: 9 }, to: 'one' }] };

    expect(decisionsIn([GONE], [operation(ruled)])).toEqual({ 'cells/wbc/removed': 'split' });
  });

  it('is open while the plan says nothing about it', () => {
    expect(decisionsIn([GONE], [operation(MERGE)])).toEqual({});
  });
});

describe('the same deed', () => {
  it('is a merge that takes others along', () => {
    expect(isSameDeed(MERGE, { ...MERGE, sources: ['debris', 'platelet'] })).toBe(true);
  });

  it('is not a merge into another label', () => {
    expect(isSameDeed(MERGE, { ...MERGE, target: 'wbc' })).toBe(false);
  });

  it('is not asking where the other drops', () => {
    expect(isSameDeed(ASK, DROP)).toBe(false);
  });
});

describe('edited operations', () => {
  it('stand in the place of the proposed ones', () => {
    const edited = { ...SPLIT, otherwise: 'one' };

    expect(withEdits([operation(MERGE), operation(SPLIT)], [edited])).toEqual([MERGE, edited]);
  });

  it('are nothing to send when they say what is proposed', () => {
    expect(withEdits([operation(SPLIT)], [{ ...SPLIT }])).toBeNull();
  });

  it('are left out when their deed is not in the plan any more', () => {
    expect(withEdits([operation(MERGE)], [{ ...SPLIT, otherwise: 'one' }])).toBeNull();
  });
});

it('finds the split that a choice makes', () => {
  expect(splitIn(GONE.choices[1])).toEqual(SPLIT);
  expect(splitIn(GONE.choices[0])).toBeNull();
});
