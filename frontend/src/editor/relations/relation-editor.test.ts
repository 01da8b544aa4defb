// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { RelationEntry } from '../core/value';
import { EditorSchema } from '../core/schema';
import { makeEditor, press, RELATED_SPANS, RELATION_SCHEMA } from '../testing/schemas';
import { RelationEditor } from './relation-editor';
import { pressRelationKey, relationKey, relationStepKey } from './relation-keys';

const KNOWS: RelationEntry = { id: 'k', type: 'knows', from: 'ada', to: 'bob' };

function setup(relations: readonly RelationEntry[] = [], isReadOnly = false) {
  const parts = [{ id: 'part', label: 'part', start: 0, end: 3, attributes: {} }];
  const value = { names: { spans: [...RELATED_SPANS], relations }, parts: { spans: parts } };
  const editor = makeEditor({ schema: RELATION_SCHEMA, value, isReadOnly });
  const related = new RelationEditor(editor);
  const stored = () => {
    const names = editor.toValue()['names'];
    return names && 'spans' in names ? (names.relations ?? []) : [];
  };
  const keys = (...names: string[]) =>
    names.map((name) =>
      pressRelationKey(
        related,
        press(name.replace('Shift+', ''), { shiftKey: name.includes('Shift+') }),
      ),
    );
  return { editor, related, stored, keys };
}

describe('making a relation', () => {
  test('by keys: Tab goes to what it may lead to, a digit chooses its kind, Enter makes it', () => {
    const { editor, related, stored, keys } = setup();
    editor.select(['ada']);
    related.begin();

    keys('Tab', '1', 'Enter');

    expect(stored()).toEqual([{ id: 'r1', type: 'works_for', from: 'ada', to: 'acme' }]);
    expect(editor.getState().selection).toEqual(['ada']);
    expect(related.getState().draft).toBeNull();
  });

  test('is one step of undo', () => {
    const { editor, related, stored, keys } = setup();
    editor.select(['ada']);
    related.begin();
    keys('Tab', '1', 'Enter');

    editor.undo();
    const undone = stored();
    editor.redo();

    expect(undone).toEqual([]);
    expect(stored()).toHaveLength(1);
  });

  test('a kind that may not stand there is not chosen, and says why', () => {
    const { editor, related, stored, keys } = setup([KNOWS]);
    editor.select(['ada']);
    related.begin();
    related.aim('bob');

    const reasons = related.choices().map(({ refusal }) => refusal);
    keys('1', '3', 'Enter');

    expect(reasons).toEqual(['to', 'to', 'duplicate']);
    expect(stored()).toEqual([KNOWS]);
  });

  test('the arrows go to every other span, Tab only to those that it may lead to', () => {
    const { editor, related, keys } = setup([KNOWS]);
    editor.select(['ada']);
    related.begin();
    const target = () => related.getState().draft?.to?.id;

    const seen = ['ArrowUp', 'ArrowUp', 'Tab', 'Tab', 'Shift+Tab'].map((key) => {
      keys(key);
      return target();
    });

    expect(seen).toEqual(['bob', 'seoul', 'acme', 'seoul', 'acme']);
  });

  test('the only kind that fits is chosen by itself, and the last one made comes first', () => {
    const { editor, related, stored, keys } = setup();
    editor.select(['acme']);
    related.begin();
    related.aim('seoul');
    const only = related.getState().draft?.type;
    keys('Enter');
    editor.select(['ada']);
    related.begin();
    related.aim('acme');

    expect(only).toBe('knows');
    expect(related.getState().draft?.type).toBe('knows');
    expect(stored()).toHaveLength(1);
  });

  test('does not begin where spans are not related, from several, or to be looked at only', () => {
    const { editor, related } = setup();
    const { editor: still, related: looking } = setup([], true);

    editor.select(['part']);
    const fromPart = related.canBegin;
    editor.select(['ada', 'bob']);
    still.select(['ada']);

    expect([fromPart, related.canBegin, looking.canBegin]).toEqual([false, false, false]);
  });

  test('never leads into another field', () => {
    const { editor, related } = setup();
    editor.select(['ada']);
    related.begin();

    related.aim('part');

    expect(related.getState().draft?.to).toBeNull();
  });

  test('ends when its span is gone, or another is selected', () => {
    const { editor, related } = setup();
    editor.select(['ada']);
    related.begin();
    editor.delete(['ada']);
    const afterDeletion = related.getState().draft;
    editor.select(['bob']);
    related.begin();
    editor.select(['acme']);

    expect([afterDeletion, related.getState().draft]).toEqual([null, null]);
  });
});

describe('a relation that is there', () => {
  test('changes its kind, turns around and goes, a step each', () => {
    const { editor, related, stored, keys } = setup([{ ...KNOWS, to: 'acme' }]);
    related.select('k');

    keys('1');
    const changed = stored();
    keys('r');
    const refused = stored();
    keys('3', 'r');
    const turned = stored();
    keys('Delete');
    const gone = stored();
    editor.undo();
    editor.undo();

    expect(changed).toEqual([{ ...KNOWS, type: 'works_for', to: 'acme' }]);
    expect(refused).toEqual(changed);
    expect(turned).toEqual([{ ...KNOWS, from: 'acme', to: 'ada' }]);
    expect(gone).toEqual([]);
    expect(stored()).toEqual([{ ...KNOWS, to: 'acme' }]);
  });

  test('goes with its span in the same step, and comes back with it', () => {
    const { editor, related, stored } = setup([KNOWS]);
    related.select('k');

    editor.delete(['bob']);
    const without = [stored(), related.all(), related.getState().selected];
    editor.undo();

    expect(without).toEqual([[], [], null]);
    expect(stored()).toEqual([KNOWS]);
  });

  test('is let go of when a span is selected, and lets go of spans', () => {
    const { editor, related } = setup([KNOWS]);
    editor.select(['ada']);

    related.select('k');
    const spans = editor.getState().selection;
    editor.select(['bob']);

    expect(spans).toEqual([]);
    expect(related.getState().selected).toBeNull();
  });

  test('is reached by steps around the selected span', () => {
    const others = [
      { id: 'l', type: 'knows', from: 'acme', to: 'seoul' },
      { id: 'm', type: 'lives_in', from: 'bob', to: 'seoul' },
    ];
    const { editor, related } = setup([KNOWS, ...others]);
    editor.select(['bob']);

    const seen = [1, 1, 1, -1].map((by) => {
      related.step(by as 1 | -1);
      return related.getState().selected;
    });

    expect(seen).toEqual(['k', 'm', 'k', 'm']);
  });

  test('is wrong once its span has another label', () => {
    const { editor, related } = setup([{ ...KNOWS, type: 'works_for', to: 'acme' }]);
    const fault = () => related.all().map((each) => related.fault(each));
    const before = fault();

    editor.update(new Map([['ada', { label: 'place' }]]));

    expect([before, fault()]).toEqual([[null], ['from']]);
  });

  test('stays as it is where one only looks', () => {
    const { related, stored, keys } = setup([KNOWS], true);
    related.select('k');

    keys('Delete', 'r');
    related.remove('k');

    expect(stored()).toEqual([KNOWS]);
  });
});

describe('keys of relations', () => {
  test('are left alone while there is nothing of relations at hand, and with Ctrl', () => {
    const { related, keys } = setup([KNOWS]);
    const idle = keys('1', 'Tab', 'Escape');
    related.select('k');

    const undo = pressRelationKey(related, press('z', { ctrlKey: true }));

    expect([...idle, undo]).toEqual([false, false, false, false]);
  });

  test('begin with the first letter that the schema does not want', () => {
    const withShortcuts = (...shortcuts: string[]) =>
      new EditorSchema({
        input: 'text',
        fields: [
          {
            key: 'names',
            type: 'spans',
            labels: shortcuts.map((shortcut) => ({ key: shortcut, shortcut })),
          },
        ],
      });

    const free = withShortcuts();
    const taken = withShortcuts('A', 'e');
    const all = withShortcuts('a', 'e', 'j', 'w');

    expect([free, taken, all].map(relationKey)).toEqual(['a', 'j', 'Alt+a']);
    expect([free, taken, all].map(relationStepKey)).toEqual(['Shift+a', 'Shift+j', 'Alt+Shift+a']);
  });
});
