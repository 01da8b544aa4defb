import { describe, expect, it } from 'vitest';
import { possibleAnswers } from './possible-answers';
import { CHANGED_CELLS as SCHEMA } from './testing/changed-cells';

function keysOf(...candidates: string[]) {
  return possibleAnswers(SCHEMA, { field: 'cells', candidates }, 'en').map(
    ({ shortcut }) => shortcut,
  );
}

describe('the answers to a question', () => {
  it('have the titles, in the reader’s language, and the colours of the new labels', () => {
    const [answer] = possibleAnswers(SCHEMA, { field: 'cells', candidates: ['lobed'] }, 'ko');

    expect(answer).toEqual({ key: 'lobed', title: '분엽', colour: '#bb4466', shortcut: '4' });
  });

  it('keep the shortcuts that hands know from labelling', () => {
    expect(keysOf('lobed', 'round')).toEqual(['4', 's']);
  });

  it('are numbered where two of them have the same shortcut', () => {
    expect(keysOf('lobed', 'odd')).toEqual(['1', '2']);
  });

  it('are numbered around the shortcuts that others have', () => {
    expect(keysOf('a', 'b', 'c', 'd', 'lobed')).toEqual(['1', '2', '3', '5', '4']);
  });

  it('take a part away with the minus key', () => {
    expect(keysOf('lobed', '-')).toEqual(['4', '-']);
  });

  it('go on with letters after nine', () => {
    const many = Array.from({ length: 11 }, (_, n) => `n${n}`);

    expect(keysOf(...many).slice(8)).toEqual(['9', 'q', 'w']);
  });

  it('name an option of an attribute, and a node with those above it', () => {
    const titles = (field: string, key: string) =>
      possibleAnswers(SCHEMA, { field, candidates: [key] }, 'en')[0]?.title;

    expect([titles('cells', 'big'), titles('kind', 'b')]).toEqual(['Big', 'A › B']);
  });
});
