// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { imagePoint } from '../core/points';
import { boxRegion, makeEditor, makeImageEditor, seeded } from '../testing/schemas';

describe('RegionIndex', () => {
  test('the smaller of two boxes under the pointer is meant, and an outline before both', () => {
    const editor = makeEditor();
    const { index } = makeImageEditor(editor);
    editor.create(
      boxRegion(50, 50, 20, 20),
      boxRegion(0, 0, 200, 200),
      boxRegion(60, 10, 150, 150),
    );

    const inside = index.hitAll(imagePoint(65, 55), 2).map((region) => region.id);
    const onEdge = index.hitAll(imagePoint(60.5, 60), 2).map((region) => region.id);

    expect(inside).toEqual(['r1', 'r3', 'r2']);
    expect(onEdge).toEqual(['r3', 'r1', 'r2']);
  });

  test.each([0.5, 1, 4])(
    'the reach of the pointer is the same on the screen at zoom %d',
    (scale) => {
      const editor = makeEditor();
      const { index, viewport } = makeImageEditor(editor);
      editor.create(boxRegion(100, 100, 50, 50));
      viewport.zoomTo(scale);
      const reach = viewport.toImageLength(6);

      expect(index.hitAll(imagePoint(100 - 5 / scale, 120), reach)).toHaveLength(1);
      expect(index.hitAll(imagePoint(100 - 7 / scale, 120), reach)).toHaveLength(0);
    },
  );

  test('hidden regions, hidden labels and hidden others are not there', () => {
    const editor = makeEditor();
    const { index } = makeImageEditor(editor);
    editor.create(
      boxRegion(0, 0, 50, 50),
      boxRegion(0, 0, 60, 60),
      boxRegion(0, 0, 70, 70, 'wbc'),
      boxRegion(0, 0, 80, 80),
    );
    const ids = () => index.hitAll(imagePoint(20, 20), 1).map((region) => region.id);

    editor.setHidden('r1', true);
    editor.setLabelHidden('cells', 'wbc', true);
    const shown = ids();
    editor.select(['r2']);
    editor.setOthers('hide');
    const alone = ids();
    editor.showAll();

    expect(shown).toEqual(['r2', 'r4']);
    expect(alone).toEqual(['r2']);
    expect(ids()).toHaveLength(4);
  });

  test('a region of an unknown kind is kept and left alone', () => {
    const editor = makeEditor();
    const { index } = makeImageEditor(editor);
    editor.create(
      { field: 'cells', label: 'rbc', geometry: { type: 'later' } },
      boxRegion(0, 0, 10, 10),
    );

    expect(index.hitAll(imagePoint(5, 5), 1).map((region) => region.id)).toEqual(['r2']);
  });

  test('among 5,000 boxes it finds what looking at each finds, in less than 2 ms', () => {
    const editor = makeEditor();
    const { index } = makeImageEditor(editor);
    const random = seeded(5);
    editor.create(
      ...Array.from({ length: 5000 }, () => boxRegion(random() * 4000, random() * 4000, 40, 40)),
    );
    const point = imagePoint(2000, 2000);
    index.hitAll(point, 5);

    const begin = performance.now();
    const found = index.hitAll(point, 60).length;
    const elapsed = performance.now() - begin;

    const expected = editor.getState().document.regions.filter(({ geometry }) => {
      const [x, y] = (geometry as unknown as { box: readonly [number, number] }).box;
      return x - 60 <= 2000 && x + 100 >= 2000 && y - 60 <= 2000 && y + 100 >= 2000;
    }).length;
    expect(found).toBe(expected);
    expect(elapsed).toBeLessThan(2);
  });
});

test('what stands beside a region finds it at any zoom', () => {
  const editor = makeEditor();
  const image = makeImageEditor(editor);
  editor.create(boxRegion(100, 100, 50, 20));
  image.viewport.zoomTo(2);

  const bounds = image.screenBounds('r1');

  expect(bounds).toMatchObject({ width: 100, height: 40 });
  expect(bounds && image.viewport.toImage(bounds.at)).toMatchObject({ x: 100, y: 100 });
  expect(image.screenBounds('none')).toBeNull();
});
