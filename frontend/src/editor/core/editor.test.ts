// @vitest-environment node
import { writeLocated } from './located';
import { describe, expect, test, vi } from 'vitest';
import { boxRegion, makeEditor, seeded, TEXT_SCHEMA } from '../testing/schemas';
import type { ChangeSet } from './change-set';
import type { Editor } from './editor';
import type { AnnotationValue } from './value';

const VALUE: AnnotationValue = {
  cells: {
    regions: [
      {
        id: 'a',
        label: 'rbc',
        geometry: { type: 'box', box: [1, 2, 3, 4] } as never,
        attributes: { lobes: 'two' },
      },
      {
        id: 'b',
        label: 'wbc',
        geometry: { type: 'box', box: [5, 6, 7, 8] } as never,
        attributes: {},
      },
    ],
  },
  quality: { choice: 'good' },
};

function randomStep(editor: Editor, random: () => number): void {
  const { regions } = editor.getState().document;
  const pick = () => regions[Math.floor(random() * regions.length)]?.id ?? 'none';
  const steps = [
    () => editor.create(boxRegion(random() * 100, random() * 100, 10, 10)),
    () => editor.create(boxRegion(1, 1, 2, 2), boxRegion(2, 2, 3, 3, 'wbc')),
    () =>
      editor.update(new Map([[pick(), boxRegion(random() * 100, 5, 6, 7)]]), {
        continues: random() < 0.5,
      }),
    () => editor.delete([pick(), pick()]),
    () =>
      editor.answer(
        'quality',
        random() < 0.3 ? undefined : { choice: random() < 0.5 ? 'good' : 'poor' },
      ),
    () => editor.answer('note', { text: String(random()) }, { continues: true }),
    () => {
      const gesture = editor.begin();
      editor.update(new Map([[pick(), { label: 'wbc' }]]));
      editor.delete([pick()]);
      editor.create(boxRegion(3, 3, 3, 3));
      if (random() < 0.5) gesture.commit();
      else gesture.cancel();
    },
    () => editor.undo(),
    () => editor.redo(),
  ];
  steps[Math.floor(random() * steps.length)]?.();
}

function undoAll(editor: Editor): void {
  while (editor.getState().canUndo) editor.undo();
}

function redoAll(editor: Editor): void {
  while (editor.getState().canRedo) editor.redo();
}

describe('values', () => {
  test('a value read and written is the same value', () => {
    expect(makeEditor({ value: VALUE }).toValue()).toEqual(VALUE);
  });

  test('a field the editor does not know is kept', () => {
    const value = { ...VALUE, later: { ranking: ['x'] } as never };

    expect(makeEditor({ value }).toValue()).toEqual(value);
  });

  test('"nothing here" is an answer, until there is something', () => {
    const editor = makeEditor({ value: { cells: { regions: [] } } });

    const before = editor.toValue();
    editor.create(boxRegion(1, 1, 2, 2));
    const during = editor.toValue();
    editor.undo();

    expect(before).toEqual({ cells: { regions: [] } });
    expect(during['cells']).toHaveProperty('regions.length', 1);
    expect(editor.toValue()).toEqual(before);
  });

  test('another value in place of all is one step, back and forth', () => {
    const editor = makeEditor({ value: VALUE });
    const [kept] = editor.getState().document.regions;
    const other = kept
      ? { [kept.field]: writeLocated('regions', [kept]) }
      : { cells: { regions: [] } };

    editor.setValue(other);
    const after = editor.toValue();
    editor.undo();

    expect(after).toEqual(other);
    expect(editor.toValue()).toEqual(VALUE);
    expect(editor.getState().canUndo).toBe(false);
  });
});

describe('what a model says', () => {
  const predicted = [
    { ...boxRegion(5, 5, 10, 10), id: 'p1', attributes: {}, predicted: 0.9 },
    { ...boxRegion(50, 5, 10, 10), id: 'p2', attributes: {}, predicted: null },
  ];

  test('is there to be seen, and no part of the value', () => {
    const editor = makeEditor({ value: VALUE, predicted });

    expect(editor.region('p1')?.predicted).toBe(0.9);
    expect(editor.toValue()).toEqual(VALUE);
    expect(editor.getState().canUndo).toBe(false);
  });

  test('is taken over as it is, in one step, and given back by undo', () => {
    const editor = makeEditor({ value: VALUE, predicted });
    editor.takeOver(['p1', 'p2']);
    const after = editor.toValue();
    editor.undo();

    expect(JSON.stringify(after)).toContain('"p1"');
    expect(JSON.stringify(after)).not.toContain('predicted');
    expect(editor.toValue()).toEqual(VALUE);
    expect(editor.region('p2')?.predicted).toBeNull();
  });

  test('is said by whoever changes it', () => {
    const editor = makeEditor({ value: VALUE, predicted });
    editor.update(new Map([['p1', { geometry: boxRegion(6, 5, 10, 10).geometry }]]));

    expect(editor.region('p1')?.predicted).toBeUndefined();
    expect(JSON.stringify(editor.toValue())).toContain('"p1"');
  });

  test('stays beside a value that comes from elsewhere', () => {
    const editor = makeEditor({ value: VALUE, predicted });
    editor.replaceValue({});
    const { regions } = editor.getState().document;

    expect(regions.map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(editor.toValue()).toEqual({});
  });

  test('does not come twice where it was taken over before', () => {
    const taken = { cells: writeLocated('regions', [{ ...predicted[0]!, predicted: undefined }]) };
    const editor = makeEditor({ value: taken, predicted });

    expect(editor.region('p1')?.predicted).toBeUndefined();
    expect(editor.getState().document.regions).toHaveLength(2);
  });
});

describe('history', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'undoing all gives the start, redoing all the end (seed %i)',
    (seed) => {
      const editor = makeEditor({ value: VALUE });
      const random = seeded(seed);
      Array.from({ length: 60 }).forEach(() => randomStep(editor, random));
      redoAll(editor);
      const end = editor.toValue();

      undoAll(editor);
      const start = editor.toValue();
      redoAll(editor);

      expect(start).toEqual(VALUE);
      expect(editor.toValue()).toEqual(end);
    },
  );

  test('an observer that applies the change sets has the same document', () => {
    const editor = makeEditor({ value: VALUE });
    const mirror = makeEditor({ value: VALUE });
    const random = seeded(99);
    editor.observe((change) => mirror.apply(change));

    Array.from({ length: 200 }).forEach(() => randomStep(editor, random));

    expect(mirror.toValue()).toEqual(editor.toValue());
    expect(mirror.getState().canUndo).toBe(false);
  });

  test('a deleted region comes back to its place', () => {
    const editor = makeEditor({ value: VALUE });

    editor.delete(['a']);
    editor.undo();

    expect(editor.getState().document.regions.map((region) => region.id)).toEqual(['a', 'b']);
    expect(editor.getState().selection).toEqual(['a']);
  });

  test('a gesture is one step, a cancelled gesture none', () => {
    const editor = makeEditor({ value: VALUE });
    const origins: string[] = [];
    editor.observe((change) => origins.push(change.origin));

    const cancelled = editor.begin();
    editor.update(new Map([['a', { label: 'wbc' }]]));
    cancelled.cancel();
    const canUndoAfterCancel = editor.getState().canUndo;
    const committed = editor.begin();
    editor.update(new Map([['a', { label: 'wbc' }]]));
    editor.update(new Map([['a', boxRegion(0, 0, 9, 9)]]));
    committed.commit();
    editor.undo();

    expect(canUndoAfterCancel).toBe(false);
    expect(origins).toEqual(['local', 'replay', 'local', 'local', 'replay']);
    expect(editor.toValue()).toEqual(VALUE);
    expect(editor.getState().canUndo).toBe(false);
  });

  test('a gesture does not take a change from elsewhere for its own', () => {
    const editor = makeEditor({ value: VALUE });
    const elsewhere: ChangeSet = {
      origin: 'remote',
      created: [],
      updated: [],
      deleted: [],
      answered: [{ field: 'note', old: undefined, new: { text: 'hello' } }],
      related: [],
    };

    const gesture = editor.begin();
    editor.update(new Map([['a', { label: 'wbc' }]]));
    editor.apply(elsewhere);
    gesture.cancel();

    expect(editor.toValue()).toEqual({ ...VALUE, note: { text: 'hello' } });
  });

  test('undo outlives the deletion of its region from elsewhere', () => {
    const editor = makeEditor({ value: VALUE });
    editor.update(new Map([['a', { label: 'wbc' }]]));

    editor.replaceValue({ quality: { choice: 'good' } });
    editor.undo();

    expect(editor.toValue()).toEqual({ quality: { choice: 'good' } });
  });

  test('letters of a note are one step until the field is left', () => {
    const editor = makeEditor();

    editor.answer('note', { text: 'a' }, { continues: true });
    editor.answer('note', { text: 'ab' }, { continues: true });
    editor.seal();
    editor.answer('note', { text: 'abc' }, { continues: true });
    editor.undo();

    expect(editor.toValue()).toEqual({ note: { text: 'ab' } });
  });

  test('a read-only editor changes nothing', () => {
    const editor = makeEditor({ value: VALUE, isReadOnly: true });

    editor.create(boxRegion(1, 1, 2, 2));
    editor.delete(['a']);

    expect(editor.toValue()).toEqual(VALUE);
  });
});

describe('subscription', () => {
  test('what did not change is the same object', () => {
    const editor = makeEditor({ value: VALUE });
    const before = editor.getState();

    editor.update(new Map([['a', { label: 'wbc' }]]));
    const after = editor.getState();

    expect(after.document.regions[1]).toBe(before.document.regions[1]);
    expect(after.document.answers).toBe(before.document.answers);
    expect(after.selection).toBe(before.selection);
  });

  test('the same selection again tells nobody', () => {
    const editor = makeEditor({ value: VALUE });
    editor.select(['a']);
    const listener = vi.fn();
    editor.subscribe(listener);

    editor.select(['a']);

    expect(listener).not.toHaveBeenCalled();
  });
});

describe('relations between spans', () => {
  const names = {
    spans: [
      { id: 'a', label: 'person', start: 0, end: 2, attributes: {} },
      { id: 'b', label: 'place', start: 3, end: 5, attributes: {} },
    ],
    relations: [{ id: 'x', type: 'from', from: 'a', to: 'b' }],
  };

  test('are kept while spans change', () => {
    const editor = makeEditor({ schema: TEXT_SCHEMA, value: { names } });

    editor.update(new Map([['a', { label: 'place' }]]));

    expect(editor.toValue().names).toMatchObject({ relations: names.relations });
  });

  test('go with their span and come back with it', () => {
    const editor = makeEditor({ schema: TEXT_SCHEMA, value: { names } });

    editor.delete(['a']);
    const without = editor.toValue();
    editor.undo();

    expect(without).toEqual({ names: { spans: [names.spans[1]] } });
    expect(editor.toValue()).toEqual({ names });
  });

  test('that somebody else changed are taken over', () => {
    const editor = makeEditor({ schema: TEXT_SCHEMA, value: { names } });
    const turned = { ...names, relations: [{ id: 'y', type: 'from', from: 'b', to: 'a' }] };

    editor.replaceValue({ names: turned });

    expect(editor.toValue()).toEqual({ names: turned });
  });
});
