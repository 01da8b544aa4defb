// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { EDITOR_COMMANDS, runCommand } from '../commands';
import { at, boxRegion, drag, press, setupTool as setup } from '../testing/schemas';

describe('select tool', () => {
  test('a drag moves a region as one step', () => {
    const { editor, image, boxes } = setup('select');
    editor.create(boxRegion(50, 50, 40, 40), boxRegion(200, 50, 40, 40));

    drag(image, [
      [70, 70],
      [80, 75],
      [90, 90],
    ]);
    const moved = boxes();
    editor.undo();

    expect(moved).toEqual([
      [70, 70, 40, 40],
      [200, 50, 40, 40],
    ]);
    expect(boxes()).toEqual([
      [50, 50, 40, 40],
      [200, 50, 40, 40],
    ]);
  });

  test('Escape while dragging puts the region back and keeps no step', () => {
    const { editor, image, boxes } = setup('select');
    editor.create(boxRegion(50, 50, 40, 40));
    image.tools.pointerDown(at(image, 70, 70));
    image.tools.pointerMove(at(image, 120, 120));

    runCommand(press('Escape'), EDITOR_COMMANDS, { editor, image });
    image.tools.pointerUp(at(image, 120, 120));
    const after = boxes();
    editor.undo();

    expect(after).toEqual([[50, 50, 40, 40]]);
    expect(editor.getState().document.regions).toEqual([]);
  });

  test('undo while dragging ends the drag and nothing else', () => {
    const { editor, image, boxes } = setup('select');
    editor.create(boxRegion(50, 50, 40, 40));
    image.tools.pointerDown(at(image, 70, 70));
    image.tools.pointerMove(at(image, 120, 120));

    runCommand(press('z', { ctrlKey: true }), EDITOR_COMMANDS, { editor, image });

    expect(boxes()).toEqual([[50, 50, 40, 40]]);
    expect(image.tools.isBusy).toBe(false);
  });

  test('a handle caught at its rim does not jump', () => {
    const { editor, image, boxes } = setup('select');
    editor.create(boxRegion(50, 50, 40, 40));
    editor.select(['r1']);

    drag(image, [
      [93, 93],
      [103, 113],
    ]);

    expect(boxes()).toEqual([[50, 50, 50, 60]]);
  });

  test('a frame over empty ground selects what lies inside', () => {
    const { editor, image } = setup('select');
    editor.create(
      boxRegion(50, 50, 20, 20),
      boxRegion(100, 100, 20, 20),
      boxRegion(140, 140, 90, 90),
    );

    drag(image, [
      [20, 20],
      [150, 150],
    ]);

    expect(editor.getState().selection).toEqual(['r1', 'r2']);
  });

  test('Alt goes down through regions that lie on one another', () => {
    const { editor, image } = setup('select');
    editor.create(boxRegion(50, 50, 100, 100), boxRegion(60, 60, 60, 60));

    drag(image, [[90, 90]]);
    const first = editor.getState().selection;
    drag(image, [[90, 90]], { alt: true });

    expect(first).toEqual(['r2']);
    expect(editor.getState().selection).toEqual(['r1']);
  });

  test('a locked region can be selected but not moved', () => {
    const { editor, image, boxes } = setup('select');
    editor.create(boxRegion(50, 50, 40, 40));
    editor.setLocked('r1', true);

    drag(image, [
      [70, 70],
      [120, 120],
    ]);

    expect(editor.getState().selection).toEqual(['r1']);
    expect(boxes()).toEqual([[50, 50, 40, 40]]);
  });
});

describe('panning', () => {
  test.each(['select', 'box'])(
    'Space and the middle button pan in the %s tool and change nothing',
    (tool) => {
      const { editor, image, key } = setup(tool);
      image.viewport.zoomTo(4);
      const before = image.viewport.origin;

      key(' ');
      drag(image, [
        [100, 100],
        [90, 80],
      ]);
      image.tools.keyUp(' ');
      drag(
        image,
        [
          [100, 100],
          [90, 80],
        ],
        { button: 1 },
      );

      expect(image.viewport.origin).toMatchObject({ x: before.x - 20, y: before.y - 40 });
      expect(editor.toValue()).toEqual({});
    },
  );
});
