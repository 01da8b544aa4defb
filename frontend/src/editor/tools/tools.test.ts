import { describe, expect, test } from 'vitest';
import { EDITOR_COMMANDS, runCommand } from '../commands';
import { at, boxRegion, drag, makeEditor, makeImageEditor, press } from '../testing/schemas';
import type { KeyInput } from './input';

function setup(tool = 'box', options = {}) {
  const editor = makeEditor({ tool, ...options });
  const image = makeImageEditor(editor);
  const boxes = () => editor.getState().document.regions.map((region) => (region.geometry as unknown as { box: number[] }).box);
  const key = (name: string, modifiers: Partial<KeyInput> = {}) =>
    image.tools.keyDown({ key: name, shift: false, alt: false, mod: false, isRepeat: false, ...modifiers });
  return { editor, image, boxes, key };
}

describe('box tool', () => {
  test('a drag in any direction draws a box and selects it', () => {
    const { editor, image, boxes } = setup();

    drag(image, [[100, 90], [50, 60], [40, 50]]);

    expect(boxes()).toEqual([[40, 50, 60, 40]]);
    expect(editor.getState().selection).toEqual(['r1']);
    expect(image.overlay.content.draft).toBeNull();
  });

  test('two clicks draw a box, with a pan in between', () => {
    const { image, boxes } = setup();
    image.viewport.zoomTo(2);
    const start = image.viewport.toImage(at(image, 100, 100).screen);

    drag(image, [[100, 100]]);
    drag(image, [[10, 10], [-10, -10]], { button: 1 });
    drag(image, [[140, 160]]);

    const [x, y, width, height] = boxes()[0] ?? [];
    expect([x, y]).toEqual([start.x, start.y]);
    expect([width, height]).toEqual([30, 40]);
  });

  test('a box ends at the image', () => {
    const { image, boxes } = setup();

    drag(image, [[300, 200], [900, 900]]);

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
    drag(image, [[60, 60], [90, 90]], { kind: 'touch' });

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
    drag(image, [[50, 50], [100, 100]]);

    drag(image, [[100, 100], [150, 140]]);

    expect(boxes()).toEqual([[50, 50, 100, 90]]);
  });

  test('a read-only editor draws nothing', () => {
    const { editor, image } = setup('box', { isReadOnly: true });

    drag(image, [[50, 50], [100, 100]]);

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

describe('select tool', () => {
  test('a drag moves a region as one step', () => {
    const { editor, image, boxes } = setup('select');
    editor.create(boxRegion(50, 50, 40, 40), boxRegion(200, 50, 40, 40));

    drag(image, [[70, 70], [80, 75], [90, 90]]);
    const moved = boxes();
    editor.undo();

    expect(moved).toEqual([[70, 70, 40, 40], [200, 50, 40, 40]]);
    expect(boxes()).toEqual([[50, 50, 40, 40], [200, 50, 40, 40]]);
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

    drag(image, [[93, 93], [103, 113]]);

    expect(boxes()).toEqual([[50, 50, 50, 60]]);
  });

  test('a frame over empty ground selects what lies inside', () => {
    const { editor, image } = setup('select');
    editor.create(boxRegion(50, 50, 20, 20), boxRegion(100, 100, 20, 20), boxRegion(140, 140, 90, 90));

    drag(image, [[20, 20], [150, 150]]);

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

    drag(image, [[70, 70], [120, 120]]);

    expect(editor.getState().selection).toEqual(['r1']);
    expect(boxes()).toEqual([[50, 50, 40, 40]]);
  });
});

describe('panning', () => {
  test.each(['select', 'box'])('Space and the middle button pan in the %s tool and change nothing', (tool) => {
    const { editor, image, key } = setup(tool);
    image.viewport.zoomTo(4);
    const before = image.viewport.origin;

    key(' ');
    drag(image, [[100, 100], [90, 80]]);
    image.tools.keyUp(' ');
    drag(image, [[100, 100], [90, 80]], { button: 1 });

    expect(image.viewport.origin).toMatchObject({ x: before.x - 20, y: before.y - 40 });
    expect(editor.toValue()).toEqual({});
  });
});
