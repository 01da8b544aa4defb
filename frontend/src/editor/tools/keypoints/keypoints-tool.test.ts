// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { EDITOR_COMMANDS, runCommand } from '../../commands';
import { isKeypointsGeometry, type Keypoint } from '../../shapes/keypoints';
import { layoutOf } from '../../shapes/skeleton-layout';
import { at, drag, press, setupFetched, SKELETON } from '../../testing/schemas';

async function setup(tool = 'keypoints') {
  const found = await setupFetched(tool, 'keypoints');
  const skeletons = () =>
    found.geometries().map((geometry) => {
      if (!isKeypointsGeometry(geometry)) throw new Error('Not keypoints');
      return geometry.keypoints;
    });
  return { ...found, skeletons };
}

const STORED: readonly Keypoint[] = [
  [100, 50, 2],
  [100, 100, 2],
  [150, 80, 1],
  [0, 0, 0],
  [100, 150, 2],
];

/** One skeleton, selected, with a hidden point and one that is not labelled. */
async function selected(tool = 'select') {
  const found = await setup(tool);
  found.editor.create({
    field: 'things',
    label: 'keypoints',
    geometry: { type: 'keypoints', keypoints: STORED },
  } as Parameters<typeof found.editor.create>[0]);
  found.editor.select(['r1']);
  return found;
}

describe('placing', () => {
  test('a drag places the whole skeleton in its box, all points visible, as one step', async () => {
    const { editor, image, skeletons } = await setup();

    drag(image, [
      [50, 40],
      [100, 100],
      [150, 240],
    ]);

    const [points = []] = skeletons();
    expect(points).toHaveLength(5);
    expect(points.every((point) => point[2] === 2)).toBe(true);
    expect(Math.min(...points.map(([x]) => x))).toBe(50);
    expect(Math.max(...points.map(([x]) => x))).toBe(150);
    expect(Math.min(...points.map((point) => point[1]))).toBe(40);
    expect(Math.max(...points.map((point) => point[1]))).toBe(240);
    expect(editor.getState().selection).toEqual(['r1']);
    editor.undo();
    expect(editor.toValue()).toEqual({});
  });

  test('dragged upwards and to the left it stands upright all the same', async () => {
    const { editor, image, skeletons } = await setup();
    drag(image, [
      [50, 40],
      [150, 240],
    ]);
    editor.select([]);

    drag(image, [
      [150, 240],
      [50, 40],
    ]);

    expect(skeletons()[1]).toEqual(skeletons()[0]);
  });

  test('clicks set the points in order, the other button a hidden one, and the last ends it', async () => {
    const { image, click, skeletons } = await setup();

    click(100, 50);
    click(100, 100);
    click(80, 90, { button: 2 });
    click(120, 90);
    const isBusy = image.tools.isBusy;
    click(100, 150);

    expect(isBusy).toBe(true);
    expect(image.tools.isBusy).toBe(false);
    expect(skeletons()).toEqual([
      [
        [100, 50, 2],
        [100, 100, 2],
        [80, 90, 1],
        [120, 90, 2],
        [100, 150, 2],
      ],
    ]);
  });

  test('0 leaves a point out, 1 hides the next, Enter leaves out the rest', async () => {
    const { image, click, key, skeletons } = await setup();
    click(100, 50);

    key('0');
    const named = image.overlay.content.hint;
    key('1');
    click(80, 90);
    key('Enter');

    expect(named).toMatchObject({ kind: 'keypoint', point: 2, count: 5, isPlacing: true });
    expect(skeletons()).toEqual([
      [
        [100, 50, 2],
        [0, 0, 0],
        [80, 90, 1],
        [0, 0, 0],
        [0, 0, 0],
      ],
    ]);
  });

  test('Backspace takes the last point back, Escape all of them', async () => {
    const { editor, image, click, key, skeletons } = await setup();
    click(100, 50);
    click(100, 100);

    key('Backspace');
    const next = image.overlay.content.hint;
    image.tools.cancel();

    expect(next).toMatchObject({ point: 1 });
    expect(skeletons()).toEqual([]);
    expect(editor.getState().canUndo).toBe(false);
  });

  test('by keyboard Enter sets the points one by one', async () => {
    const { image, key, skeletons } = await setup();
    image.tools.aim();

    key('Enter');
    key('ArrowDown', { shift: true });
    key('1');
    key(' ');
    key('0');
    key('0');
    key('ArrowRight');
    key('Enter');

    expect(skeletons()).toEqual([
      [
        [200, 150, 2],
        [200, 160, 1],
        [0, 0, 0],
        [0, 0, 0],
        [201, 160, 2],
      ],
    ]);
  });

  test('by keyboard t and Enter span the box of the whole skeleton', async () => {
    const { image, key, skeletons } = await setup();
    image.tools.aim();

    key('t');
    for (let n = 0; n < 5; n++) key('ArrowRight', { shift: true });
    for (let n = 0; n < 4; n++) key('ArrowDown', { shift: true });
    key('Enter');

    const [points = []] = skeletons();
    expect(Math.min(...points.map(([x]) => x))).toBe(200);
    expect(Math.max(...points.map(([x]) => x))).toBe(250);
    expect(Math.max(...points.map((point) => point[1]))).toBe(190);
  });
});

describe('changing', () => {
  test.each(['select', 'keypoints'])('a dragged point moves alone (%s tool)', async (tool) => {
    const { editor, image, skeletons } = await selected(tool);

    drag(image, [
      [150, 80],
      [160, 90],
      [170, 85],
    ]);

    expect(skeletons()[0]).toEqual(STORED.with(2, [170, 85, 1]));
    editor.undo();
    expect(skeletons()[0]).toEqual(STORED);
  });

  test('a drag within its frame moves the whole, what is not labelled stays so', async () => {
    const { image, skeletons } = await selected();

    drag(image, [
      [130, 130],
      [140, 130],
      [150, 140],
    ]);

    expect(skeletons()[0]).toEqual([
      [120, 60, 2],
      [120, 110, 2],
      [170, 90, 1],
      [0, 0, 0],
      [120, 160, 2],
    ]);
  });

  test('a corner of its frame scales it, and never mirrors it', async () => {
    const { image, skeletons } = await selected();
    // The frame stands 8 pixels off the points.
    drag(image, [
      [158, 158],
      [191, 158],
    ]);
    const wider = skeletons()[0];

    drag(image, [
      [191, 158],
      [20, 158],
    ]);

    expect(wider).toEqual([
      [100, 50, 2],
      [100, 100, 2],
      [175, 80, 1],
      [0, 0, 0],
      [100, 150, 2],
    ]);
    expect(skeletons()[0]?.every(([x]) => x === 0 || x >= 100)).toBe(true);
  });

  test.each(['select', 'keypoints'])(
    '0, 1 and 2 on a point say how far it is seen (%s tool)',
    async (tool) => {
      const { image, key, skeletons } = await selected(tool);
      image.tools.pointerMove(at(image, 100, 100));

      key('1');
      const hidden = skeletons()[0];
      key('2');
      const visible = skeletons()[0];
      key('0');

      expect(hidden).toEqual(STORED.with(1, [100, 100, 1]));
      expect(visible).toEqual(STORED);
      expect(skeletons()[0]).toEqual(STORED.with(1, [0, 0, 0]));
    },
  );

  test('the other button on a point hides it and shows it again', async () => {
    const { click, skeletons } = await selected();

    click(100, 100, { button: 2 });
    const hidden = skeletons()[0];
    click(100, 100, { button: 2 });

    expect(hidden).toEqual(STORED.with(1, [100, 100, 1]));
    expect(skeletons()[0]).toEqual(STORED);
  });

  test('the last point that is placed stays', async () => {
    const { image, key, skeletons } = await selected();

    for (const [x, y] of STORED) {
      image.tools.pointerMove(at(image, x, y));
      key('0');
    }

    expect(skeletons()[0]?.filter((point) => point[2] > 0)).toEqual([[100, 150, 2]]);
  });

  test('the point under the pointer is named', async () => {
    const { image } = await selected();

    image.tools.pointerMove(at(image, 150, 80));
    const on = image.overlay.content;
    image.tools.pointerMove(at(image, 300, 200));

    expect(on.named).toMatchObject({ label: 'keypoints', point: 2, at: { x: 150, y: 80 } });
    expect(on.hint).toMatchObject({ kind: 'keypoint', point: 2, visibility: 1 });
    expect(image.overlay.content.named).toBeNull();
  });
});

describe('by keyboard', () => {
  test('Tab goes through all points, placed or not, and arrows move the one at hand', async () => {
    const { image, key, skeletons } = await selected();
    image.tools.editPoints();

    key('Tab');
    key('ArrowRight', { shift: true });
    key('Tab', { shift: true });
    key('ArrowUp');

    expect(skeletons()[0]).toEqual(STORED.with(1, [110, 100, 2]).with(0, [100, 49, 2]));
    expect(image.overlay.content.named).toMatchObject({ point: 0 });
  });

  test('a held arrow is one step', async () => {
    const { editor, image, key, skeletons } = await selected();
    image.tools.editPoints();
    key('ArrowRight');
    for (let n = 0; n < 5; n++) key('ArrowRight', { isRepeat: true });

    editor.undo();

    expect(skeletons()[0]).toEqual(STORED);
  });

  test('a point that was not labelled comes where the others let it be expected', async () => {
    const { image, key, skeletons } = await selected();
    image.tools.editPoints();
    for (let n = 0; n < 3; n++) key('Tab');
    const before = image.overlay.content;

    key('1');

    const point = skeletons()[0]?.[3];
    expect(before.named).toBeNull();
    expect(before.hint).toMatchObject({ point: 3, visibility: 0 });
    expect(point?.[2]).toBe(1);
    expect(point?.[0]).toBeGreaterThan(0);
    expect(point?.[1]).toBeGreaterThan(50);
    expect(point?.[1]).toBeLessThan(150);
    expect(skeletons()[0]?.toSpliced(3, 1)).toEqual(STORED.toSpliced(3, 1));
  });

  test('Delete makes it not labelled, and Enter leaves', async () => {
    const { editor, image, key, skeletons } = await selected();
    runCommand(press('e'), EDITOR_COMMANDS, { editor, image });

    key('Delete');
    key('Enter');

    expect(skeletons()[0]).toEqual(STORED.with(0, [0, 0, 0]));
    expect(image.overlay.content).toMatchObject({ named: null, crosshair: null });
  });
});

describe('template', () => {
  test('the same skeleton always has the same places, apart from each other and in the box', () => {
    const places = layoutOf({ ...SKELETON });

    expect(layoutOf({ ...SKELETON })).toEqual(places);
    const apart = places.flatMap(([x, y], n) =>
      places.slice(n + 1).map((other) => Math.hypot(x - other[0], y - other[1])),
    );
    expect(Math.min(...apart)).toBeGreaterThan(0.15);
    expect(places.flat().every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test('a person stands facing us: their left on our right, the feet below', () => {
    const points = ['nose', 'left_eye', 'right eye', 'left_ankle', 'right_ankle'];

    const [, left, right, foot] = layoutOf({ points: points.map((key) => ({ key })) });

    expect(left?.[0]).toBeGreaterThan(right?.[0] ?? 1);
    expect(foot?.[1]).toBe(1);
  });
});
