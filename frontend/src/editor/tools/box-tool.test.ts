// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { at, drag, setupTool as setup } from '../testing/schemas';

describe('box tool', () => {
  test('a drag in any direction draws a box and selects it', () => {
    const { editor, image, boxes } = setup();

    drag(image, [
      [100, 90],
      [50, 60],
      [40, 50],
    ]);

    expect(boxes()).toEqual([[40, 50, 60, 40]]);
    expect(editor.getState().selection).toEqual(['r1']);
    expect(image.overlay.content.draft).toBeNull();
  });

  test('two clicks draw a box, with a pan in between', () => {
    const { image, boxes } = setup();
    image.viewport.zoomTo(2);
    const start = image.viewport.toImage(at(image, 100, 100).screen);

    drag(image, [[100, 100]]);
    drag(
      image,
      [
        [10, 10],
        [-10, -10],
      ],
      { button: 1 },
    );
    drag(image, [[140, 160]]);

    const [x, y, width, height] = boxes()[0] ?? [];
    expect([x, y]).toEqual([start.x, start.y]);
    expect([width, height]).toEqual([30, 40]);
  });

  test('a box ends at the image', () => {
    const { image, boxes } = setup();

    drag(image, [
      [300, 200],
      [900, 900],
    ]);

    expect(boxes()).toEqual([[300, 200, 100, 100]]);
  });

  test('Escape while drawing leaves nothing', () => {
    const { editor, image } = setup();
    image.tools.pointerDown(at(image, 10, 10));
    image.tools.pointerMove(at(image, 90, 90));

    image.tools.cancel();
    image.tools.pointerUp(at(image, 90, 90));

    expect(editor.toValue()).toEqual({});
    expect(editor.getState().canUndo).toBe(false);
    expect(image.overlay.content.draft).toBeNull();
    expect(image.tools.isBusy).toBe(false);
  });

  test('a pointer that the system takes away leaves nothing', () => {
    const { editor, image } = setup();
    image.tools.pointerDown(at(image, 10, 10, { kind: 'pen' }));
    image.tools.pointerMove(at(image, 90, 90, { kind: 'pen' }));

    image.tools.pointerCancel(at(image, 90, 90, { kind: 'pen' }));

    expect(editor.toValue()).toEqual({});
    expect(image.tools.isBusy).toBe(false);
  });

  test('another tool while drawing leaves nothing', () => {
    const { editor, image } = setup();
    image.tools.pointerDown(at(image, 10, 10));
    image.tools.pointerMove(at(image, 90, 90));

    editor.setTool('select');

    expect(image.overlay.content.draft).toBeNull();
    expect(editor.toValue()).toEqual({});
  });

  test('a tap of a finger draws nothing, a drag does', () => {
    const { image, boxes } = setup();

    drag(image, [[50, 50]], { kind: 'touch' });
    drag(
      image,
      [
        [60, 60],
        [90, 90],
      ],
      { kind: 'touch' },
    );

    expect(boxes()).toEqual([[60, 60, 30, 30]]);
  });

  test('a second finger turns drawing into zooming', () => {
    const { editor, image } = setup();
    image.tools.pointerDown(at(image, 100, 100, { kind: 'touch', id: 1 }));
    image.tools.pointerMove(at(image, 120, 120, { kind: 'touch', id: 1 }));

    image.tools.pointerDown(at(image, 220, 120, { kind: 'touch', id: 2 }));
    image.tools.pointerMove(at(image, 320, 120, { kind: 'touch', id: 2 }));
    image.tools.pointerUp(at(image, 320, 120, { kind: 'touch', id: 2 }));
    image.tools.pointerUp(at(image, 120, 120, { kind: 'touch', id: 1 }));

    expect(editor.toValue()).toEqual({});
    expect(image.viewport.scale).toBeCloseTo(2);
  });

  test('the box just drawn is reshaped by its handle without changing the tool', () => {
    const { image, boxes } = setup();
    drag(image, [
      [50, 50],
      [100, 100],
    ]);

    drag(image, [
      [100, 100],
      [150, 140],
    ]);

    expect(boxes()).toEqual([[50, 50, 100, 90]]);
  });

  test('a read-only editor draws nothing', () => {
    const { editor, image } = setup('box', { isReadOnly: true });

    drag(image, [
      [50, 50],
      [100, 100],
    ]);

    expect(editor.toValue()).toEqual({});
  });
});

describe('drawing by keyboard', () => {
  test('arrows and Enter draw the same box as the mouse', () => {
    const { image, boxes, key } = setup();
    image.tools.aim();

    key('Enter');
    key('ArrowRight', { shift: true });
    key('ArrowRight');
    key('ArrowDown', { shift: true });
    key('Enter');

    expect(boxes()).toEqual([[200, 150, 11, 10]]);
  });

  test('Escape takes back the corner, then leaves', () => {
    const { editor, image, key } = setup();
    image.tools.aim();
    key('Enter');
    key('ArrowRight');

    image.tools.cancel();
    const isStillAiming = image.tools.isBusy;
    image.tools.cancel();

    expect(isStillAiming).toBe(true);
    expect(image.tools.isBusy).toBe(false);
    expect(editor.toValue()).toEqual({});
  });
});
