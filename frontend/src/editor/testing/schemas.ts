import { Editor, type EditorOptions } from '../core/editor';
import { imagePoint, screenPoint } from '../core/points';
import type { SchemaDocument } from '../core/schema';
import { ImageEditor } from '../image-editor';
import type { BoxGeometry } from '../shapes/box';
import type { KeyInput, PointerInput } from '../tools/input';

/** The smallest schema with everything that the tests of the editor need. */
export const SCHEMA: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [
        {
          key: 'rbc',
          name: 'RBC',
          colour: '#e5484d',
          shortcut: 'r',
          geometry: 'box',
          attributes: [
            {
              key: 'lobes',
              type: 'choice',
              options: [{ key: 'two', shortcut: 'q' }, { key: 'three' }],
            },
          ],
        },
        { key: 'wbc', name: 'WBC', colour: '#4d8dff', geometry: 'box' },
      ],
    },
    { key: 'quality', type: 'choice', options: [{ key: 'good', shortcut: 'g' }, { key: 'poor' }] },
    { key: 'note', type: 'text' },
  ],
};

export const TEXT_SCHEMA: SchemaDocument = {
  input: 'text',
  fields: [
    {
      key: 'names',
      type: 'spans',
      overlap: false,
      labels: [
        { key: 'person', name: 'Person' },
        { key: 'place', name: 'Place' },
      ],
    },
    { key: 'parts', type: 'spans', overlap: true, labels: [{ key: 'part', name: 'Part' }] },
  ],
};

export function boxRegion(x: number, y: number, width: number, height: number, label = 'rbc') {
  const geometry: BoxGeometry = { type: 'box', box: [x, y, width, height] };
  return { field: 'cells', label, geometry };
}

/** An editor whose ids are r1, r2, … */
export function makeEditor(options: Partial<EditorOptions> = {}): Editor {
  let count = 0;
  return new Editor({ schema: SCHEMA, newId: () => `r${++count}`, ...options });
}

/** A 400 × 300 image in a view of the same size at 100 %, so that screen and image points are the same numbers. */
export function makeImageEditor(editor: Editor): ImageEditor {
  const image = new ImageEditor(editor);
  image.viewport.setView({ width: 400, height: 300 }, 1);
  image.setImage({ width: 400, height: 300 });
  image.viewport.zoomTo(1);
  return image;
}

/** A pointer event at a screen point. */
export function at(
  image: ImageEditor,
  x: number,
  y: number,
  options: Partial<PointerInput> = {},
): PointerInput {
  const screen = screenPoint(x, y);
  const point = image.viewport.toImage(screen);
  return {
    id: 1,
    kind: 'mouse',
    button: 0,
    screen,
    image: imagePoint(point.x, point.y),
    shift: false,
    alt: false,
    mod: false,
    ...options,
  };
}

/** Presses, moves over the points and lets go at the last. */
export function drag(
  image: ImageEditor,
  path: readonly (readonly [number, number])[],
  options: Partial<PointerInput> = {},
): void {
  const [first = [0, 0], ...rest] = path;
  image.tools.pointerMove(at(image, first[0], first[1], options));
  image.tools.pointerDown(at(image, first[0], first[1], options));
  for (const [x, y] of rest) image.tools.pointerMove(at(image, x, y, options));
  const last = path.at(-1) ?? first;
  image.tools.pointerUp(at(image, last[0], last[1], options));
}

export function press(key: string, modifiers: Partial<KeyboardEvent> = {}) {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers };
}

/** An image editor with `tool` in the hand, and short ways to look at its boxes and to press keys. */
export function setupTool(tool = 'box', options = {}) {
  const editor = makeEditor({ tool, ...options });
  const image = makeImageEditor(editor);
  const boxes = () =>
    editor
      .getState()
      .document.regions.map((region) => (region.geometry as unknown as { box: number[] }).box);
  const key = (name: string, modifiers: Partial<KeyInput> = {}) =>
    image.tools.keyDown({
      key: name,
      shift: false,
      alt: false,
      mod: false,
      isRepeat: false,
      ...modifiers,
    });
  return { editor, image, boxes, key };
}

/** Numbers between 0 and 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}
