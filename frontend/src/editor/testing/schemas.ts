import { Editor, type EditorOptions } from '../core/editor';
import { imagePoint, screenPoint } from '../core/points';
import type { SchemaDocument } from '../core/schema';
import { ImageEditor } from '../image-editor';
import type { BoxGeometry } from '../shapes/box';
import type { KeyInput, PointerInput } from '../tools/input';
import { POINTS } from '../tools/lazy-codes';
import { Loading } from '../tools/lazy-tool';
import { vi } from 'vitest';

// Tools for points start at once in tests, as they do for people once the first of them has been taken up.
await POINTS.fetch();

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

/** People, places and firms, and what may join them. */
export const RELATION_SCHEMA: SchemaDocument = {
  input: 'text',
  fields: [
    {
      key: 'names',
      type: 'spans',
      overlap: true,
      labels: [{ key: 'person' }, { key: 'firm' }, { key: 'place' }],
      relations: [
        { key: 'works_for', colour: '#e5484d', from: ['person'], to: ['firm'] },
        { key: 'lives_in', from: ['person'], to: ['place'] },
        { key: 'knows' },
      ],
    },
    { key: 'parts', type: 'spans', labels: [{ key: 'part' }] },
  ],
};

/** A person, a firm, a place and another person, in this order, and a part in a field without relations. */
export const RELATED_SPANS = [
  { id: 'ada', label: 'person', start: 0, end: 3, attributes: {} },
  { id: 'acme', label: 'firm', start: 10, end: 14, attributes: {} },
  { id: 'seoul', label: 'place', start: 20, end: 25, attributes: {} },
  { id: 'bob', label: 'person', start: 30, end: 33, attributes: {} },
] as const;

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

/** A head, two hands and a tail on a body. */
export const SKELETON = {
  points: [{ key: 'head' }, { key: 'body' }, { key: 'left' }, { key: 'right' }, { key: 'tail' }],
  edges: [
    ['head', 'body'],
    ['body', 'left'],
    ['body', 'right'],
    ['body', 'tail'],
  ],
} as const;

/** One label for each geometry that can be drawn. */
export const SHAPES_SCHEMA: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'things',
      type: 'regions',
      labels: [
        ...['rotated_box', 'polygon', 'polyline', 'point', 'mask'].map((key) => ({
          key,
          geometry: key,
        })),
        { key: 'keypoints', geometry: 'keypoints', skeleton: SKELETON },
      ],
    },
  ],
};

/** An image editor with the tool and the label of a geometry in the hand. */
export function setupShape(geometry: string, options: Partial<EditorOptions> = {}) {
  const found = setupTool(geometry, { schema: SHAPES_SCHEMA, ...options });
  found.editor.chooseLabel('things', geometry);
  const geometries = () => found.editor.getState().document.regions.map((each) => each.geometry);
  const click = (x: number, y: number, input: Partial<PointerInput> = {}) =>
    drag(found.image, [[x, y]], input);
  return { ...found, geometries, click };
}

/** The same with one of the tools that are fetched when they are taken up. */
export async function setupFetched(tool: string, geometry: string) {
  const found = setupShape(geometry);
  found.editor.setTool(tool);
  await isFetched(found.image);
  return found;
}

export async function isFetched(image: ImageEditor): Promise<void> {
  await vi.waitFor(() => {
    if (image.tools.state instanceof Loading) throw new Error('The tool is still on its way');
  });
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
