// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { at, drag, setupShape } from '../testing/schemas';

const CORNERS = [
  [10, 10],
  [90, 10],
  [90, 90],
] as const;

function drawn() {
  const found = setupShape('polygon');
  for (const [x, y] of CORNERS) found.click(x, y);
  found.key('Enter');
  return found;
}

describe('polygon tool', () => {
  test('clicks set points, and Enter closes them to one step that undo takes back', () => {
    const { editor, image, geometries } = drawn();

    expect(geometries()).toEqual([{ type: 'polygon', points: CORNERS }]);
    expect(editor.getState().selection).toEqual(['r1']);
    expect(image.overlay.content.draft).toBeNull();
    editor.undo();
    expect(editor.toValue()).toEqual({});
  });

  test.each([
    ['a double click', [90, 90]],
    ['a click on the first point', [12, 12]],
  ] as const)('%s closes it', (_, [x, y]) => {
    const { click, geometries } = setupShape('polygon');
    for (const [x, y] of CORNERS) click(x, y);

    click(x, y);

    expect(geometries()).toEqual([{ type: 'polygon', points: CORNERS }]);
  });

  test('two points are not enough to close', () => {
    const { click, key, geometries, image } = setupShape('polygon');
    click(10, 10);
    click(90, 10);

    key('Enter');
    click(90, 10);

    expect(geometries()).toEqual([]);
    expect(image.tools.isBusy).toBe(true);
  });

  test.each([['Backspace', {}] as const, ['z', { mod: true }] as const])(
    '%s takes the last point back, and the first ends drawing',
    (name, modifiers) => {
      const { click, key, geometries, image } = setupShape('polygon');
      click(10, 10);
      click(50, 50);

      key(name, modifiers);
      const isDrawing = image.tools.isBusy;
      key(name, modifiers);

      expect(isDrawing).toBe(true);
      expect(image.tools.isBusy).toBe(false);
      expect(geometries()).toEqual([]);
    },
  );

  test('Escape while drawing leaves nothing', () => {
    const { click, image, editor } = setupShape('polygon');
    for (const [x, y] of CORNERS) click(x, y);

    image.tools.cancel();

    expect(editor.toValue()).toEqual({});
    expect(image.overlay.content.draft).toBeNull();
    expect(image.tools.isBusy).toBe(false);
  });

  test('what is drawn shows on to the pointer', () => {
    const { click, image } = setupShape('polygon');
    click(10, 10);

    image.tools.pointerMove(at(image, 50, 10));

    expect(image.overlay.content.draft?.geometry).toEqual({
      type: 'polyline',
      points: [
        [10, 10],
        [50, 10],
      ],
    });
  });

  test('a point just set is moved by its handle, an edge gets one more', () => {
    const { image, geometries } = drawn();

    drag(image, [
      [90, 90],
      [80, 95],
    ]);
    drag(image, [
      [50, 10],
      [50, 5],
    ]);

    expect(geometries()).toEqual([
      {
        type: 'polygon',
        points: [
          [10, 10],
          [50, 5],
          [90, 10],
          [80, 95],
        ],
      },
    ]);
  });

  test('Alt takes a point out with the select tool, as long as three are left', () => {
    const { editor, image, geometries } = drawn();
    drag(image, [
      [50, 10],
      [50, 5],
    ]);
    editor.setTool('select');

    drag(image, [[50, 5]], { alt: true });
    drag(image, [[90, 10]], { alt: true });

    expect(geometries()).toEqual([{ type: 'polygon', points: CORNERS }]);
  });

  test('a read-only editor draws nothing', () => {
    const { click, geometries, image } = setupShape('polygon', { isReadOnly: true });

    for (const [x, y] of CORNERS) click(x, y);

    expect(geometries()).toEqual([]);
    expect(image.tools.isBusy).toBe(false);
  });
});

describe('drawing a path by keyboard', () => {
  test('Space or Enter sets points, and Enter again closes', () => {
    const { image, key, geometries } = setupShape('polygon');
    image.tools.aim();

    key('Enter');
    key('ArrowRight', { shift: true });
    key(' ');
    key('ArrowDown', { shift: true });
    key('Enter');
    key('Enter');

    expect(geometries()).toEqual([
      {
        type: 'polygon',
        points: [
          [200, 150],
          [210, 150],
          [210, 160],
        ],
      },
    ]);
  });

  test('Escape takes back the points, then leaves', () => {
    const { image, key, geometries } = setupShape('polyline');
    image.tools.aim();
    key('Enter');

    image.tools.cancel();
    const isStillAiming = image.tools.isBusy;
    image.tools.cancel();

    expect(isStillAiming).toBe(true);
    expect(image.tools.isBusy).toBe(false);
    expect(geometries()).toEqual([]);
  });
});

describe('the points of a region by keyboard', () => {
  test('are gone through, moved, added and taken out, each a step for undo', () => {
    const { editor, image, key, geometries } = drawn();
    image.tools.editPoints();

    key('Tab');
    key('ArrowRight');
    key('i');
    const added = geometries();
    key('Delete');
    const removed = geometries();
    editor.undo();

    const moved = [
      [10, 10],
      [91, 10],
      [90, 90],
    ];
    expect(added).toEqual([{ type: 'polygon', points: moved.toSpliced(2, 0, [90.5, 50]) }]);
    expect(removed).toEqual([{ type: 'polygon', points: moved }]);
    expect(geometries()).toEqual(added);
  });

  test('are left by Escape, with the region still selected', () => {
    const { editor, image } = drawn();
    image.tools.editPoints();

    image.tools.cancel();

    expect(editor.getState().selection).toEqual(['r1']);
    expect(image.overlay.content.crosshair).toBeNull();
  });

  test('need a region that has any', () => {
    const { editor, image, click } = setupShape('point');
    click(10, 10);

    expect(editor.getState().selection).toEqual(['r1']);
    expect(image.tools.editPoints()).toBe(false);
  });
});

test('a line ends with Enter and stays open', () => {
  const { click, key, geometries } = setupShape('polyline');
  click(10, 10);
  click(90, 10);

  key('Enter');

  expect(geometries()).toEqual([
    {
      type: 'polyline',
      points: [
        [10, 10],
        [90, 10],
      ],
    },
  ]);
});

describe('point tool', () => {
  test('a click sets a point, a drag of it moves it', () => {
    const { image, click, geometries } = setupShape('point');
    click(50, 50);

    drag(image, [
      [51, 51],
      [71, 61],
    ]);
    click(200, 200);

    expect(geometries()).toEqual([
      { type: 'point', point: [70, 60] },
      { type: 'point', point: [200, 200] },
    ]);
  });

  test('arrows and Enter set the same point', () => {
    const { image, key, geometries } = setupShape('point');
    image.tools.aim();

    key('ArrowRight', { shift: true });
    key('Enter');

    expect(geometries()).toEqual([{ type: 'point', point: [210, 150] }]);
  });
});

test('a rotated box is drawn upright and turned by its handle', () => {
  const { image, geometries } = setupShape('rotated_box');
  drag(image, [
    [100, 100],
    [180, 140],
  ]);

  drag(image, [
    [140, 90],
    [300, 120],
  ]);

  expect(geometries()).toEqual([{ type: 'rotated_box', rotated_box: [100, 100, 80, 40, 90] }]);
});
