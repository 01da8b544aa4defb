// @vitest-environment node
import { describe, expect, test, vi } from 'vitest';
import { EDITOR_COMMANDS, runCommand } from '../../commands';
import { ringArea, type XY } from '../../shapes/paths';
import type { PolygonGeometry } from '../../shapes/polygon';
import { cut, joined, without } from '../../shapes/polygon-sets';
import { at, drag, press, seeded, setupFetched, setupShape } from '../../testing/schemas';

function square(x: number, y: number, side: number): readonly XY[] {
  return [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ];
}

function polygon(points: readonly XY[], holes?: readonly (readonly XY[])[]): PolygonGeometry {
  return { type: 'polygon', points, ...(holes ? { holes } : {}) };
}

function area({ points, holes = [] }: PolygonGeometry): number {
  return ringArea(points) - holes.reduce((sum, hole) => sum + ringArea(hole), 0);
}

async function setup(tool: string, ...polygons: readonly PolygonGeometry[]) {
  const found = await setupFetched(tool, 'polygon');
  found.editor.create(
    ...polygons.map((geometry) => ({ field: 'things', label: 'polygon', geometry })),
  );
  const areas = () => found.geometries().map((geometry) => area(geometry as PolygonGeometry));
  return { ...found, areas };
}

describe('cut', () => {
  test('a line from outside to outside makes two of one, as one step', async () => {
    const { editor, click, key, areas } = await setup('cut', polygon(square(100, 100, 100)));
    click(90, 130);
    click(210, 130);

    key('Enter');

    expect(areas()).toEqual([7000, 3000]);
    expect(editor.getState().selection).toEqual(['r1', 'r2']);
    expect(editor.region('r2')).toMatchObject({ field: 'things', label: 'polygon' });
    editor.undo();
    expect(areas()).toEqual([10000]);
  });

  test('of several only the selected one is cut', async () => {
    const { editor, click, key, areas } = await setup(
      'cut',
      polygon(square(100, 100, 50)),
      polygon(square(160, 100, 50)),
    );
    editor.select(['r2']);
    click(90, 110);
    click(220, 110);

    key('Enter');

    expect(areas()).toEqual([2500, 2000, 500]);
  });

  test('a line that ends inside cuts nothing, and that is said', async () => {
    const { image, editor, click, key, areas } = await setup('cut', polygon(square(100, 100, 100)));
    const { canUndo } = editor.getState();
    click(90, 130);
    click(150, 130);

    key('Enter');

    expect(areas()).toEqual([10000]);
    expect(canUndo).toBe(true);
    expect(image.overlay.content.hint).toEqual({ kind: 'not-cut' });
  });

  test('it works by keyboard', async () => {
    const { image, key, areas } = await setup('cut', polygon(square(100, 100, 100)));
    image.overlay.show({ crosshair: at(image, 90, 150).image });
    image.tools.aim();
    key('Enter');
    for (let n = 0; n < 12; n++) key('ArrowRight', { shift: true });

    key('Enter');
    key('Enter');

    expect(areas()).toEqual([5000, 5000]);
  });

  test('a bent line that leaves and comes back cuts off both corners', () => {
    const parts = cut(polygon(square(0, 0, 100)), [
      [-10, 20],
      [30, -10],
      [70, -10],
      [110, 20],
    ]);

    expect(parts).toHaveLength(3);
    expect(parts.reduce((sum, part) => sum + area(part), 0)).toBeCloseTo(10000, 0);
  });

  test('a hole goes to the part it lies in, and is opened where the line leads through it', () => {
    const ring = polygon(square(0, 0, 100), [square(40, 40, 20)]);

    const beside = cut(ring, [
      [20, -5],
      [20, 105],
    ]);
    const through = cut(ring, [
      [50, -5],
      [50, 105],
    ]);

    expect(beside.map((part) => [area(part), part.holes?.length ?? 0])).toEqual([
      [7600, 1],
      [2000, 0],
    ]);
    expect(through.map((part) => [area(part), part.holes?.length ?? 0])).toEqual([
      [4800, 0],
      [4800, 0],
    ]);
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'whatever the line, the parts together are as large as the whole (%i)',
    (seed) => {
      const random = seeded(seed);
      const star = Array.from({ length: 9 }, (_, n): XY => {
        const [angle, radius] = [(2 * Math.PI * n) / 9, 20 + random() * 80];
        return [100 + radius * Math.cos(angle), 100 + radius * Math.sin(angle)];
      });
      const line = Array.from({ length: 2 + Math.floor(random() * 3) }, (_, n): XY => [
        -20 + n * 80 + random() * 80,
        random() * 200,
      ]);

      const parts = cut(polygon(star), [...line, [260, random() * 200]]);

      const sum = parts.reduce((total, part) => total + area(part), 0);
      expect(Math.abs(sum - area(polygon(star)))).toBeLessThan(5);
    },
  );
});

describe('holes', () => {
  test('what is drawn inside the selected polygon is taken out of it', async () => {
    const { editor, click, key, geometries } = await setup('hole', polygon(square(100, 100, 100)));
    editor.select(['r1']);
    for (const [x, y] of square(120, 120, 20)) click(x, y);

    key('Enter');

    const [found] = geometries() as PolygonGeometry[];
    expect(found?.points).toHaveLength(4);
    expect(found?.holes).toHaveLength(1);
    expect(found && area(found)).toBe(9600);
    editor.undo();
    expect(geometries()).toEqual([polygon(square(100, 100, 100))]);
  });

  test('a part at the edge is cut away, and a strip across leaves two', () => {
    const whole = polygon(square(0, 0, 100));

    expect(without(whole, square(80, 80, 40)).map(area)).toEqual([9600]);
    expect(
      without(whole, [
        [-10, 40],
        [110, 40],
        [110, 60],
        [-10, 60],
      ]).map(area),
    ).toEqual([4000, 4000]);
  });

  test('what lies beside every polygon changes nothing, and that is said', async () => {
    const { image, click, key, geometries } = await setup('hole', polygon(square(100, 100, 100)));
    for (const [x, y] of square(20, 20, 20)) click(x, y);

    key('Enter');

    expect(geometries()).toEqual([polygon(square(100, 100, 100))]);
    expect(image.overlay.content.hint).toEqual({ kind: 'no-overlap' });
  });
});

describe('joining', () => {
  async function join(...polygons: readonly PolygonGeometry[]) {
    const found = await setup('polygon', ...polygons);
    found.editor.select(['r1', 'r2']);
    const isRun = runCommand(press('u'), EDITOR_COMMANDS, found);
    return { ...found, isRun };
  }

  test('two polygons that overlap become one, in the place of the first, as one step', async () => {
    const { editor, areas } = await join(
      polygon(square(100, 100, 100)),
      polygon(square(150, 100, 100)),
    );

    await vi.waitFor(() => expect(areas()).toEqual([15000]));
    expect(editor.getState().selection).toEqual(['r1']);
    editor.undo();
    expect(areas()).toEqual([10000, 10000]);
  });

  test('neighbours with a common edge become one', () => {
    expect(joined([polygon(square(0, 0, 10)), polygon(square(10, 0, 10))]).map(area)).toEqual([
      200,
    ]);
  });

  test('two that do not touch stay two, and that is said', async () => {
    const { image, areas } = await join(
      polygon(square(100, 100, 10)),
      polygon(square(150, 100, 10)),
    );

    await vi.waitFor(() => expect(image.overlay.content.hint).toEqual({ kind: 'apart' }));
    expect(areas()).toEqual([100, 100]);
  });

  test('it is not offered for one alone', async () => {
    const { editor, image } = await setup('polygon', polygon(square(100, 100, 10)));
    editor.select(['r1']);

    expect(runCommand(press('u'), EDITOR_COMMANDS, { editor, image })).toBe(false);
  });
});

describe('snapping', () => {
  function setupNeighbour() {
    const found = setupShape('polygon');
    const geometry = polygon(square(100, 100, 100));
    found.editor.create({ field: 'things', label: 'polygon', geometry });
    return found;
  }

  test('a point near a vertex of a neighbour lies on it, one near an edge on that', () => {
    const { click, key, geometries } = setupNeighbour();
    click(204, 97);
    click(203, 150);
    click(280, 150);

    key('Enter');

    expect((geometries()[1] as PolygonGeometry).points).toEqual([
      [200, 100],
      [200, 150],
      [280, 150],
    ]);
  });

  test('with Ctrl held it lies where it was set', () => {
    const { click, key, geometries } = setupNeighbour();
    click(204, 97, { mod: true });
    click(203, 150, { mod: true });
    click(280, 150);

    key('Enter');

    expect((geometries()[1] as PolygonGeometry).points).toEqual([
      [204, 97],
      [203, 150],
      [280, 150],
    ]);
  });

  test('it is shown before it is done', () => {
    const { image } = setupNeighbour();

    image.tools.pointerMove(at(image, 204, 97));
    const near = image.overlay.content.snapped;
    image.tools.pointerMove(at(image, 300, 250));

    expect(near).toMatchObject({ x: 200, y: 100 });
    expect(image.overlay.content.snapped).toBeNull();
  });

  test('a dragged point snaps to others and not to its own outline', () => {
    const { editor, image, geometries } = setupNeighbour();
    const triangle = polygon([
      [250, 50],
      [290, 50],
      [290, 90],
    ]);
    editor.create({ field: 'things', label: 'polygon', geometry: triangle });
    editor.select(['r2']);

    drag(image, [
      [250, 50],
      [230, 80],
      [206, 103],
    ]);
    const onNeighbour = (geometries()[1] as PolygonGeometry).points[0];
    drag(image, [
      [290, 90],
      [288, 52],
    ]);

    expect(onNeighbour).toEqual([200, 100]);
    expect((geometries()[1] as PolygonGeometry).points[2]).toEqual([288, 52]);
  });

  test('by keyboard s brings the crosshair onto the neighbour', () => {
    const { image, key } = setupNeighbour();
    image.overlay.show({ crosshair: at(image, 230, 150).image });
    image.tools.aim();

    key('s');

    expect(image.overlay.content.crosshair).toMatchObject({ x: 200, y: 150 });
  });
});

describe('points of a polygon', () => {
  function setupSquare() {
    const found = setupShape('polygon');
    const geometry = polygon(square(100, 100, 100));
    found.editor.create({ field: 'things', label: 'polygon', geometry });
    found.editor.select(['r1']);
    const points = () => (found.geometries()[0] as PolygonGeometry).points;
    return { ...found, points };
  }

  test('a click on the middle of an edge adds a point there', () => {
    const { editor, click, points } = setupSquare();

    click(150, 100);
    const added = points();
    editor.undo();

    expect(added).toEqual(square(100, 100, 100).toSpliced(1, 0, [150, 100]));
    expect(points()).toEqual(square(100, 100, 100));
  });

  test('Delete with the pointer on a point takes that out, not the region', () => {
    const { editor, image, key, points } = setupSquare();
    image.tools.pointerMove(at(image, 200, 200));

    const isTaken = key('Delete');

    expect(isTaken).toBe(true);
    expect(points()).toEqual(square(100, 100, 100).toSpliced(2, 1));
    image.tools.pointerMove(at(image, 150, 150));
    expect(key('Delete')).toBe(false);
    editor.undo();
    expect(points()).toEqual(square(100, 100, 100));
  });
});
