import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EDITOR_COMMANDS } from '../commands';
import type { ImageEditor } from '../image-editor';
import { boxRegion, makeEditor, TEXT_SCHEMA } from '../testing/schemas';
import type { SpanEditor } from '../text/span-editor';
import { ImageCanvas } from './image-canvas';
import { SpanText } from './span-text';
import { useEditor } from './use-editor';

/** A 2D context that paints nothing: happy-dom has none, and what is painted is looked at in a real browser. */
function blankContext(canvas: HTMLCanvasElement): unknown {
  return new Proxy(
    { canvas },
    {
      get: (target, name) => (name === 'canvas' ? target.canvas : () => ({ width: 10 })),
      set: () => true,
    },
  );
}

beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (
    this: HTMLCanvasElement,
  ) {
    return blankContext(this) as never; // only what the layers call
  });
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(300);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('ImageCanvas', () => {
  function mount(tool = 'box') {
    const editor = makeEditor({ tool });
    const source = document.createElement('canvas');
    const ready = vi.fn<(image: ImageEditor) => void>();
    const image = { source, width: 400, height: 300 };
    const view = render(
      <ImageCanvas
        editor={editor}
        image={image}
        commands={EDITOR_COMMANDS}
        onReady={ready}
        aria-label="Cells"
      />,
    );
    const imageEditor = ready.mock.calls[0]?.[0];
    act(() => imageEditor?.viewport.zoomTo(1));
    return { editor, view, imageEditor, stage: screen.getByRole('application', { name: 'Cells' }) };
  }

  test('a pointer draws a box, and keys undo and redo it', () => {
    const { editor, stage } = mount();

    fireEvent.pointerDown(stage, { pointerId: 1, button: 0, clientX: 50, clientY: 60 });
    fireEvent.pointerMove(stage, { pointerId: 1, clientX: 90, clientY: 80 });
    fireEvent.pointerUp(stage, { pointerId: 1, button: 0, clientX: 90, clientY: 80 });
    const drawn = editor.getState().document.regions;
    fireEvent.keyDown(stage, { key: 'z', ctrlKey: true });
    const undone = editor.getState().document.regions;
    fireEvent.keyDown(stage, { key: 'Z', ctrlKey: true, shiftKey: true });

    expect(drawn).toMatchObject([
      { label: 'rbc', geometry: { type: 'box', box: [50, 60, 40, 20] } },
    ]);
    expect(undone).toEqual([]);
    expect(editor.getState().document.regions).toEqual(drawn);
  });

  test('a key of an input method is left alone', () => {
    const { editor, stage } = mount('select');

    fireEvent.keyDown(stage, { key: 'Process', code: 'KeyB', keyCode: 229, isComposing: true });

    expect(editor.getState().tool).toBe('select');
  });

  test('taking it off the page ends what was under way', () => {
    const { editor, stage, view } = mount('select');
    editor.create(boxRegion(50, 50, 40, 40));
    const before = editor.toValue();
    fireEvent.pointerDown(stage, { pointerId: 1, button: 0, clientX: 70, clientY: 70 });
    fireEvent.pointerMove(stage, { pointerId: 1, clientX: 120, clientY: 120 });

    view.unmount();

    expect(editor.toValue()).toEqual(before);
  });
});

describe('useEditor', () => {
  test('a moving pointer renders no component that picks something else', () => {
    const editor = makeEditor();
    const renders = vi.fn();
    function Panel() {
      const selection = useEditor(editor, (state) => state.selection);
      renders();
      return <p>{selection.length}</p>;
    }
    render(<Panel />);
    act(() => void editor.create(boxRegion(1, 1, 5, 5)));
    act(() => editor.select(['r1']));

    act(() => editor.update(new Map([['r1', boxRegion(2, 2, 5, 5)]])));

    expect(screen.getByText('1')).toBeDefined();
    expect(renders).toHaveBeenCalledTimes(2);
  });
});

describe('SpanText', () => {
  const TEXT = '😀 Ada met Bob\nin London';

  function mount() {
    const editor = makeEditor({ schema: TEXT_SCHEMA });
    const ready = vi.fn<(spans: SpanEditor) => void>();
    render(
      <SpanText
        editor={editor}
        text={TEXT}
        commands={EDITOR_COMMANDS}
        onReady={ready}
        aria-label="Letter"
      />,
    );
    return {
      editor,
      spans: ready.mock.calls[0]?.[0],
      root: screen.getByRole('textbox', { name: 'Letter' }),
    };
  }

  test('what the mouse selects becomes a span in code points', () => {
    const { editor, root } = mount();
    const node = root.querySelector('[data-utf16="0"]')?.firstChild;

    fireEvent.pointerDown(root, { button: 0 });
    document.getSelection()?.setBaseAndExtent(node ?? root, 3, node ?? root, 6);
    fireEvent.pointerUp(window);

    expect(editor.toValue()).toEqual({
      names: { spans: [{ id: 'r1', label: 'person', start: 2, end: 5, attributes: {} }] },
    });
  });

  test('spans are marked and named, and the text stays the text', () => {
    const { editor, root } = mount();

    act(
      () =>
        void editor.create({
          field: 'names',
          label: 'person',
          geometry: { type: 'span', start: 2, end: 5 } as never,
        }),
    );

    expect(root.querySelector('[data-tag="Person"]')).not.toBeNull();
    expect(root.querySelector('[data-utf16="3"]')?.textContent).toBe('Ada');
    expect(root.textContent).toBe(TEXT.replace('\n', ''));
  });

  test('the keyboard selects and labels', () => {
    const { editor, spans, root } = mount();
    spans?.setSelection(2, 2);

    fireEvent.keyDown(root, { key: 'ArrowRight', ctrlKey: true, shiftKey: true });
    fireEvent.keyDown(root, { key: 'Enter' });

    expect(editor.toValue()).toHaveProperty('names.spans', [
      { id: 'r1', label: 'person', start: 2, end: 5, attributes: {} },
    ]);
  });
});
