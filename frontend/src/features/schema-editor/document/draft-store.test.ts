import { describe, expect, it } from 'vitest';
import { DraftStore } from './draft-store';

describe('The draft being edited', () => {
  it('undoes and redoes', () => {
    const store = new DraftStore({ n: 0 });
    store.change({ n: 1 });
    store.change({ n: 2 });

    store.undo();
    store.undo();
    store.redo();

    expect(store.get()).toEqual({ document: { n: 1 }, broken: null, canUndo: true, canRedo: true });
  });

  it('takes the typing in one input as one step, until it is left', () => {
    const store = new DraftStore({ n: 0 });
    store.change({ n: 1 }, 'name');
    store.change({ n: 2 }, 'name');
    store.endGesture();
    store.change({ n: 3 }, 'name');

    store.undo();
    const second = store.get().document;
    store.undo();

    expect(second).toEqual({ n: 2 });
    expect(store.get().document).toEqual({ n: 0 });
  });

  it('forgets what was undone once something else is done', () => {
    const store = new DraftStore({ n: 0 });
    store.change({ n: 1 });
    store.undo();

    store.change({ n: 2 });

    expect(store.get().canRedo).toBe(false);
  });

  it('keeps text that cannot be read, beside the last document that could', () => {
    const store = new DraftStore({ n: 0 });

    store.breakText({ format: 'yaml', text: 'n: [', faults: [] });

    expect(store.get().document).toEqual({ n: 0 });
    expect(store.get().broken?.text).toBe('n: [');
  });
});
