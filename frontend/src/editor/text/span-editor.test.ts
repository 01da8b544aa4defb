// @vitest-environment node
import { describe, expect, test, vi } from 'vitest';
import { EDITOR_COMMANDS, runCommand } from '../commands';
import { makeEditor, press, TEXT_SCHEMA } from '../testing/schemas';
import { SpanEditor } from './span-editor';

const TEXT = '😀 Ada met Bob\nin London';

function setup(options = {}) {
  const editor = makeEditor({ schema: TEXT_SCHEMA, ...options });
  const spans = new SpanEditor(editor, TEXT, { locale: 'en', snapsToWords: true });
  const texts = () =>
    editor.getState().document.regions.map(({ geometry }) => {
      const { start, end } = geometry as unknown as { start: number; end: number };
      return spans.points.slice(start, end);
    });
  const key = (name: string, modifiers: Partial<KeyboardEvent> = {}) =>
    runCommand(press(name, modifiers), EDITOR_COMMANDS, { editor, spans });
  return { editor, spans, texts, key };
}

describe('SpanEditor', () => {
  test('a selection becomes a span of whole words in code points', () => {
    const { editor, spans } = setup();

    spans.setSelection(8, 3);
    spans.createFromSelection();

    expect(editor.toValue()).toEqual({
      names: { spans: [{ id: 'r1', label: 'person', start: 2, end: 9, attributes: {} }] },
    });
  });

  test('a selection over two lines keeps both ends', () => {
    const { spans, texts } = setup();

    spans.setSelection(11, 16);
    spans.createFromSelection();

    expect(texts()).toEqual(['Bob\nin']);
  });

  test('an overlap is refused, with the reason, where the schema says so', () => {
    const { editor, spans, texts } = setup();
    const refused = vi.fn();
    spans.onRefused(refused);
    spans.setSelection(2, 9);
    spans.createFromSelection();

    spans.setSelection(6, 13);
    spans.createFromSelection();
    editor.chooseLabel('parts', 'part');
    spans.setSelection(6, 13);
    spans.createFromSelection();
    spans.setSelection(2, 9);
    spans.createFromSelection();

    expect(refused.mock.calls).toEqual([['overlap']]);
    expect(texts()).toEqual(['Ada met', 'met Bob', 'Ada met']);
  });

  test('the keyboard alone makes, reshapes and takes back a span', () => {
    const { editor, texts, key } = setup();

    key('ArrowRight');
    key('ArrowRight');
    key('ArrowRight', { ctrlKey: true, shiftKey: true });
    key('Enter');
    const made = texts();
    key('ArrowRight', { ctrlKey: true, altKey: true });
    key('ArrowRight', { altKey: true, shiftKey: true });
    const reshaped = texts();
    key('z', { ctrlKey: true });
    key('z', { ctrlKey: true });
    const back = texts();
    key('z', { ctrlKey: true });

    expect(made).toEqual(['Ada']);
    expect(reshaped).toEqual(['da met']);
    expect(back).toEqual(['Ada']);
    expect(editor.toValue()).toEqual({});
  });

  test('an edge stops at the other edge', () => {
    const { spans, texts, key } = setup();
    spans.setSelection(2, 5);
    spans.createFromSelection();

    key('ArrowLeft', { altKey: true });
    key('ArrowLeft', { altKey: true });
    key('ArrowLeft', { altKey: true });

    expect(texts()).toEqual(['A']);
  });

  test('the caret goes over an emoji and over a line break in one step each', () => {
    const { spans, key } = setup();

    key('ArrowRight');
    const afterEmoji = spans.selection.head;
    key('End');
    const endOfLine = spans.selection.head;
    key('ArrowRight');
    const nextLine = spans.selection.head;
    key('ArrowLeft');

    expect([afterEmoji, endOfLine, nextLine, spans.selection.head]).toEqual([1, 13, 14, 13]);
  });

  test('a click selects the shortest span, the next click the one beneath', () => {
    const { editor, spans } = setup();
    editor.chooseLabel('parts', 'part');
    spans.setSelection(2, 13);
    spans.createFromSelection();
    spans.setSelection(6, 9);
    spans.createFromSelection();
    editor.select([]);

    spans.selectAt(7);
    const first = editor.getState().selection;
    spans.selectAt(7);

    expect(first).toEqual(['r2']);
    expect(editor.getState().selection).toEqual(['r1']);
  });

  test('a read-only text takes no spans', () => {
    const { spans, texts } = setup({ isReadOnly: true });

    spans.setSelection(2, 5);
    spans.createFromSelection();

    expect(texts()).toEqual([]);
  });
});

test('in a line that runs from right to left the keys go where they point', () => {
  const editor = makeEditor({ schema: TEXT_SCHEMA });
  const spans = new SpanEditor(editor, 'שלום עולם\nand on', { locale: 'he' });
  const key = (name: string, modifiers: Partial<KeyboardEvent> = {}) =>
    runCommand(press(name, modifiers), EDITOR_COMMANDS, { editor, spans });

  key('ArrowLeft', { shiftKey: true });
  key('ArrowLeft', { shiftKey: true });
  const selected = spans.selection;
  key('Enter');
  key('ArrowLeft', { altKey: true });
  key('ArrowLeft', { altKey: true });
  key('ArrowRight', { altKey: true });
  spans.setSelection(10, 10);
  key('ArrowRight');

  expect(selected).toEqual({ anchor: 0, head: 2 });
  expect(editor.toValue()).toMatchObject({ names: { spans: [{ start: 0, end: 3 }] } });
  expect(spans.selection.head).toBe(11);
});
