// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { EDITOR_COMMANDS, runCommand } from '../../commands';
import { isMaskGeometry } from '../../shapes/mask';
import { MaskPixels } from '../../shapes/mask-pixels';
import { at, drag, press, setupFetched } from '../../testing/schemas';
import { flood } from './flood';
import { brush } from './brush-tool';

const IMAGE = { width: 400, height: 300 };

async function setup(tool: string) {
  const found = await setupFetched(tool, 'mask');
  brush.set(20);
  const masks = () =>
    found.geometries().map((geometry) => {
      if (!isMaskGeometry(geometry)) throw new Error('Not a mask');
      return MaskPixels.from(geometry);
    });
  const counts = () => masks().map((pixels) => pixels.count);
  return { ...found, masks, counts };
}

function stroke(path: readonly (readonly [number, number])[], radius: number): MaskPixels {
  const pixels = new MaskPixels(IMAGE);
  let last = path[0] ?? [0, 0];
  for (const point of path) {
    pixels.stroke(last, point, radius, true);
    last = point;
  }
  return pixels;
}

describe('brush', () => {
  test('a stroke makes a mask of the size of the image, as one step', async () => {
    const { editor, image, masks } = await setup('brush');

    drag(image, [
      [50, 50],
      [90, 50],
      [90, 80],
    ]);
    const [painted] = masks();

    const wanted = stroke(
      [
        [50, 50],
        [90, 50],
        [90, 80],
      ],
      10,
    );
    expect(painted?.size).toEqual(IMAGE);
    expect(painted?.toGeometry()).toEqual(wanted.toGeometry());
    editor.undo();
    expect(editor.toValue()).toEqual({});
    editor.redo();
    expect(masks()[0]?.toGeometry()).toEqual(wanted.toGeometry());
  });

  test('at another zoom the same pixels are painted', async () => {
    const { image, masks } = await setup('brush');
    image.viewport.zoomTo(2.5);
    const { x, y } = image.viewport.toScreen(at(image, 0, 0).image);
    const on = (imageX: number, imageY: number): [number, number] => {
      const { scale, origin } = image.viewport;
      return [imageX * scale + origin.x + 0 * x, imageY * scale + origin.y + 0 * y];
    };

    drag(image, [on(180, 150), on(220, 160)]);

    const wanted = stroke(
      [
        [180, 150],
        [220, 160],
      ],
      10,
    );
    expect(masks()[0]?.toGeometry()).toEqual(wanted.toGeometry());
  });

  test('more strokes go to the selected mask, and after Escape to a new one', async () => {
    const { editor, image, counts } = await setup('brush');
    drag(image, [[50, 50]]);
    drag(image, [[60, 50]]);
    const one = counts();

    runCommand(press('Escape'), EDITOR_COMMANDS, { editor, image });
    drag(image, [[200, 200]]);

    expect(one).toHaveLength(1);
    expect(counts()).toHaveLength(2);
    editor.undo();
    editor.undo();
    expect(counts()).toEqual([stroke([[50, 50]], 10).count]);
  });

  test('Escape in a stroke leaves everything as it was', async () => {
    const { editor, image } = await setup('brush');
    image.tools.pointerDown(at(image, 50, 50));
    image.tools.pointerMove(at(image, 90, 90));

    runCommand(press('Escape'), EDITOR_COMMANDS, { editor, image });
    image.tools.pointerUp(at(image, 90, 90));

    expect(editor.toValue()).toEqual({});
    expect(editor.getState().canUndo).toBe(false);
    expect(image.overlay.content).toMatchObject({ sketch: null, replaced: null });
  });

  test('with Alt it erases, and a mask without a pixel is gone', async () => {
    const { editor, image, counts } = await setup('brush');
    drag(image, [[50, 50]]);
    const full = counts();

    drag(image, [[50, 65]], { alt: true });
    const less = counts();
    drag(
      image,
      [
        [50, 40],
        [50, 60],
      ],
      { alt: true },
    );
    const none = counts();
    editor.undo();

    expect(less[0]).toBeLessThan(full[0] ?? 0);
    expect(none).toEqual([]);
    expect(counts()).toEqual(less);
  });

  test('brackets and the wheel with Alt change its size, the wheel alone is for the image', async () => {
    const { image, key } = await setup('brush');

    key(']');
    const larger = brush.diameter(IMAGE);
    key('[');
    const isTaken = image.tools.wheel({ step: -1, alt: true });
    const isFree = image.tools.wheel({ step: -1, alt: false });

    expect(larger).toBe(24);
    expect(brush.diameter(IMAGE)).toBe(17);
    expect([isTaken, isFree]).toEqual([true, false]);
  });

  test('a pen that presses lightly paints less wide', async () => {
    const { editor, image, counts } = await setup('brush');
    drag(image, [[50, 50]], { kind: 'pen', pressure: 0.1 });
    editor.select([]);
    drag(image, [[150, 50]], { kind: 'pen', pressure: 1 });

    const [light = 0, full = 0] = counts();

    expect(full).toBe(stroke([[150, 50]], 10).count);
    expect(light).toBeLessThan(full / 4);
  });

  test('the places between two events are painted over too', async () => {
    const { image, masks } = await setup('brush');
    image.tools.pointerDown(at(image, 50, 50));

    const via = [at(image, 70, 90).image, at(image, 90, 50).image];
    image.tools.pointerMove(at(image, 90, 50, { via }));
    image.tools.pointerUp(at(image, 90, 50));

    expect(masks()[0]?.has(70, 90)).toBe(true);
  });

  test('a mask of another size than the image is not painted on', async () => {
    const { editor, image, geometries } = await setup('brush');
    const geometry = { type: 'mask', size: [5, 6], counts: '041M10O010O3:' };
    editor.create({ field: 'things', label: 'mask', geometry });
    editor.select(['r1']);

    drag(image, [[50, 50]]);

    expect(geometries()).toHaveLength(2);
    expect(geometries()[0]).toBe(geometry);
  });

  test('by keyboard Space puts it down, arrows paint, and Space lifts it', async () => {
    const { image, key, masks } = await setup('brush');
    image.tools.aim();

    key(' ');
    for (let n = 0; n < 3; n++) key('ArrowRight', { shift: true });
    const isBusy = image.tools.isBusy;
    key(' ');

    const wanted = stroke(
      [
        [200, 150],
        [230, 150],
      ],
      10,
    );
    expect(isBusy).toBe(true);
    expect(masks().map((pixels) => pixels.toGeometry())).toEqual([wanted.toGeometry()]);
  });

  test('by keyboard Enter dabs once, and Escape takes back what is under way', async () => {
    const { editor, image, key, counts } = await setup('brush');
    image.tools.aim();
    key('Enter');
    const dabbed = counts();

    key(' ');
    key('ArrowDown', { shift: true });
    image.tools.cancel();

    expect(dabbed).toEqual([stroke([[200, 150]], 10).count]);
    expect(counts()).toEqual(dabbed);
    editor.undo();
    expect(counts()).toEqual([]);
  });
});

test('the eraser takes from the mask it touches, whatever is selected', async () => {
  const { editor, image, counts } = await setup('brush');
  drag(image, [[50, 50]]);
  editor.select([]);
  drag(image, [[200, 200]]);
  const [first = 0, second = 0] = counts();
  editor.setTool('eraser');
  editor.select([]);

  drag(image, [
    [52, 50],
    [60, 50],
  ]);

  const [less = 0, same = 0] = counts();
  expect(less).toBeLessThan(first);
  expect(same).toBe(second);
});

describe('outline', () => {
  test('what is inside is added to the selected mask, with Alt taken out', async () => {
    const { click, counts } = await setup('mask_outline');
    click(10, 10);
    click(50, 10);
    click(50, 50);
    click(10, 50);
    click(10, 10);
    const square = counts();

    click(20, 20);
    click(30, 20);
    click(30, 30);
    click(20, 30);
    click(20, 20, { alt: true });

    expect(square).toEqual([1600]);
    expect(counts()).toEqual([1500]);
  });
});

describe('filling', () => {
  async function ring() {
    const found = await setup('fill');
    const pixels = new MaskPixels(IMAGE);
    pixels.stroke([100, 100], [100, 100], 40, true);
    pixels.stroke([90, 100], [90, 100], 5, false);
    pixels.stroke([115, 100], [115, 100], 5, false);
    found.editor.create({ field: 'things', label: 'mask', geometry: pixels.toGeometry() });
    const hole = new MaskPixels(IMAGE);
    hole.stroke([90, 100], [90, 100], 5, true);
    return { ...found, whole: pixels.count + 2 * hole.count, hole: hole.count };
  }

  test('a press in a hole fills that one', async () => {
    const { editor, click, counts, whole, hole } = await ring();

    click(90, 100);

    expect(counts()).toEqual([whole - hole]);
    editor.undo();
    expect(counts()).toEqual([whole - 2 * hole]);
  });

  test('a press on the mask fills all of them', async () => {
    const { click, counts, whole } = await ring();

    click(100, 130);

    expect(counts()).toEqual([whole]);
  });

  test('where there is none, that is said', async () => {
    const { image, click, counts, whole, hole } = await ring();

    click(10, 10);

    expect(counts()).toEqual([whole - 2 * hole]);
    expect(image.overlay.content.hint).toEqual({ kind: 'no-hole' });
  });

  test('it works by keyboard', async () => {
    const { image, key, counts, whole, hole } = await ring();
    image.overlay.show({ crosshair: at(image, 90, 100).image });
    image.tools.aim();

    key('Enter');

    expect(counts()).toEqual([whole - hole]);
  });
});

describe('wand', () => {
  /** A grey image with a lighter square, in which there is a still lighter one. */
  function colours() {
    const data = new Uint8ClampedArray(IMAGE.width * IMAGE.height * 4).fill(100);
    const paint = (from: number, to: number, value: number) => {
      for (let y = from; y < to; y++)
        data.fill(value, (y * IMAGE.width + from) * 4, (y * IMAGE.width + to) * 4);
    };
    paint(100, 140, 130);
    paint(110, 120, 142);
    return { ...IMAGE, data };
  }

  test.each([
    [5, 1500],
    [12, 1600],
    [40, IMAGE.width * IMAGE.height],
  ])('with a tolerance of %i it takes %i pixels', (tolerance, count) => {
    expect(flood(colours(), 105, 105, tolerance).count).toBe(count);
  });

  test('it does not go over corners', () => {
    const data = new Uint8ClampedArray(4 * 4);
    data.set([255, 255, 255, 255], 4);
    data.set([255, 255, 255, 255], 8);

    expect(flood({ width: 2, height: 2, data }, 0, 0, 10).count).toBe(1);
  });

  async function wand() {
    const found = await setup('wand');
    found.image.setImage(IMAGE, colours);
    found.image.viewport.zoomTo(1);
    return found;
  }

  test('letting go takes what shows, more of it after a drag to the right', async () => {
    const { editor, image, counts } = await wand();
    image.tools.pointerDown(at(image, 105, 105));
    image.tools.pointerMove(at(image, 105 - 3 * 14, 105));

    image.tools.pointerUp(at(image, 105 - 3 * 14, 105));
    const narrow = counts();
    editor.undo();
    image.tools.pointerDown(at(image, 105, 105));
    image.tools.pointerMove(at(image, 105 + 3 * 20, 105));
    image.tools.pointerUp(at(image, 105 + 3 * 20, 105));

    expect(narrow).toEqual([1500]);
    expect(counts()).toEqual([IMAGE.width * IMAGE.height]);
  });

  test('by keyboard Space shows, brackets change the tolerance, Enter takes', async () => {
    const { image, key, counts } = await wand();
    image.overlay.show({ crosshair: at(image, 105, 105).image });
    image.tools.aim();
    for (let n = 0; n < 200; n++) key('[');
    for (let n = 0; n < 6; n++) key(']');

    key(' ');
    const isBusy = image.tools.isBusy;
    const before = counts();
    key('Enter');

    expect([isBusy, before]).toEqual([true, []]);
    expect(counts()).toEqual([1600]);
  });

  test('where the colours cannot be read, that is said', async () => {
    const { image, click, counts } = await setup('wand');

    click(105, 105);

    expect(counts()).toEqual([]);
    expect(image.overlay.content.hint).toEqual({ kind: 'no-pixels' });
  });
});
