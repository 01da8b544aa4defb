// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { EDITOR_COMMANDS, runCommand } from '../commands';
import { EditorSchema } from '../core/schema';
import { editorKeys, isComposing, matchesKeys } from '../keys';
import { boxRegion, makeEditor, makeImageEditor, press, SCHEMA } from '../testing/schemas';
import { labelKeys, schemaCommands } from './schema-commands';

function setup() {
  const editor = makeEditor();
  const image = makeImageEditor(editor);
  editor.create(boxRegion(50, 50, 40, 40), boxRegion(100, 100, 10, 10));
  const commands = [...schemaCommands(editor.schema), ...EDITOR_COMMANDS];
  const run = (key: string, modifiers: Partial<KeyboardEvent> = {}) =>
    runCommand(press(key, modifiers), commands, { editor, image });
  const box = (id: string) =>
    (editor.region(id)?.geometry as unknown as { box: number[] } | undefined)?.box;
  return { editor, image, run, box };
}

describe('keys', () => {
  test('a letter of another script is the key at its place', () => {
    expect(matchesKeys({ ...press('ㅠ'), code: 'KeyB' }, 'b')).toBe(true);
  });

  test('a key of an input method at work is no shortcut', () => {
    expect(isComposing({ ...press('Process'), code: 'KeyB', keyCode: 229 })).toBe(true);
    expect(isComposing({ ...press('b'), isComposing: true })).toBe(true);
  });

  test.each([
    ['z', { ctrlKey: true }, 'Mod+z', true],
    ['z', { metaKey: true }, 'Mod+z', true],
    ['Z', { ctrlKey: true, shiftKey: true }, 'Mod+z', false],
    ['Z', { ctrlKey: true, shiftKey: true }, 'Mod+Shift+z', true],
    ['+', { shiftKey: true }, '+', true],
    ['!', { shiftKey: true, code: 'Digit1' }, 'Shift+1', true],
  ])('%s with %o against %s: %s', (key, modifiers, keys, expected) => {
    expect(matchesKeys(press(key, modifiers), keys)).toBe(expected);
  });
});

test.each([
  ['K', { ctrlKey: true, shiftKey: true }, 'mod+shift+k'],
  [' ', {}, 'space'],
  ['+', {}, '+'],
  ['+', { ctrlKey: true }, 'mod++'],
  ['Delete', {}, 'delete'],
])('%s with %o is the key %s that a person chose', (key, modifiers, chosen) => {
  expect(matchesKeys(press(key, modifiers), editorKeys(chosen))).toBe(true);
});

describe('commands', () => {
  test('no two have the same id', () => {
    const ids = EDITOR_COMMANDS.map((command) => command.id);

    expect(new Set(ids).size).toBe(ids.length);
  });

  test('arrows nudge, a held arrow is one step', () => {
    const { editor, run, box } = setup();
    editor.select(['r1']);

    run('ArrowRight');
    run('ArrowRight', { repeat: true });
    run('ArrowDown', { shiftKey: true });
    const nudged = box('r1');
    editor.undo();
    editor.undo();

    expect(nudged).toEqual([52, 60, 40, 40]);
    expect(box('r1')).toEqual([50, 50, 40, 40]);
  });

  test('Mod and arrows resize', () => {
    const { editor, run, box } = setup();
    editor.select(['r1']);

    run('ArrowRight', { ctrlKey: true });
    run('ArrowUp', { ctrlKey: true, shiftKey: true });

    expect(box('r1')).toEqual([50, 50, 41, 30]);
  });

  test('Tab goes through the regions and then out', () => {
    const { editor, run } = setup();

    const fromNothing = run('Tab');
    run(']');
    const taken = run('Tab');
    const selection = editor.getState().selection;
    const atEnd = run('Tab');

    expect([fromNothing, taken, atEnd]).toEqual([false, true, false]);
    expect(selection).toEqual(['r2']);
  });

  test('a copy is another region beside its original', () => {
    const { editor, run, box } = setup();
    editor.select(['r1']);

    run('d', { ctrlKey: true });

    expect(box('r3')).toEqual([62, 62, 40, 40]);
    expect(editor.getState().selection).toEqual(['r3']);
  });

  test('a label key relabels what is selected and drops attributes it does not have', () => {
    const { editor, run } = setup();
    editor.select(['r1']);

    run('q');
    const attributes = editor.region('r1')?.attributes;
    run('1');

    expect(attributes).toEqual({ lobes: 'two' });
    expect(editor.region('r1')).toMatchObject({ label: 'wbc', attributes: {} });
    expect(editor.region('r2')?.label).toBe('rbc');
  });

  test('with nothing selected a label key takes up its tool', () => {
    const { editor, run } = setup();

    run('1');

    expect(editor.getState()).toMatchObject({ tool: 'box', labels: { cells: 'wbc' } });
  });

  test('an option key answers, the same again takes it back', () => {
    const { editor, run } = setup();

    run('g');
    const answer = editor.toValue()['quality'];
    run('g');

    expect(answer).toEqual({ choice: 'good' });
    expect(editor.toValue()).not.toHaveProperty('quality');
  });

  test('labels without a key of their own get the free digits', () => {
    expect([...labelKeys(new EditorSchema(SCHEMA))]).toEqual([
      ['cells/rbc', 'r'],
      ['cells/wbc', '1'],
    ]);
  });

  test('deleting spares what is locked', () => {
    const { editor, run } = setup();
    editor.setLocked('r1', true);
    editor.select(['r1', 'r2']);

    run('Delete');

    expect(editor.getState().document.regions.map((region) => region.id)).toEqual(['r1']);
  });
});
