// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { imagePoint, screenPoint } from './points';
import { Viewport } from './viewport';

function makeViewport(): Viewport {
  const viewport = new Viewport();
  viewport.setView({ width: 800, height: 600 }, 2);
  viewport.setImage({ width: 1000, height: 500 });
  return viewport;
}

describe('Viewport', () => {
  test.each([0.25, 1, 2.5, 33])('there and back is the same point at zoom %d', (scale) => {
    const viewport = makeViewport();
    viewport.zoomTo(scale, screenPoint(123, 321));

    const back = viewport.toImage(viewport.toScreen(imagePoint(12.5, 77.25)));

    expect(back.x).toBeCloseTo(12.5, 9);
    expect(back.y).toBeCloseTo(77.25, 9);
  });

  test('fitted, the whole image is in sight and in the middle', () => {
    const viewport = makeViewport();

    const min = viewport.toScreen(imagePoint(0, 0));
    const max = viewport.toScreen(imagePoint(1000, 500));

    expect(min.x).toBeCloseTo(800 - max.x);
    expect(min.y).toBeCloseTo(600 - max.y);
    expect(min.x).toBeGreaterThan(0);
  });

  test('zooming keeps what is under the pointer', () => {
    const viewport = makeViewport();
    const pointer = screenPoint(300, 250);
    const before = viewport.toImage(pointer);

    viewport.zoomIn(pointer);
    viewport.zoomIn(pointer);

    expect(viewport.toImage(pointer).x).toBeCloseTo(before.x);
    expect(viewport.toImage(pointer).y).toBeCloseTo(before.y);
  });

  test('zooming in steps passes through 100 %', () => {
    const viewport = makeViewport();
    viewport.zoomTo(0.8);

    viewport.zoomIn();

    expect(viewport.scale).toBe(1);
  });

  test('the image can not be lost by panning', () => {
    const viewport = makeViewport();

    viewport.panBy(1e6, -1e6);

    expect(viewport.toImage(screenPoint(400, 300))).toMatchObject({ x: 0, y: 500 });
  });

  test('a resized view keeps a fitted image fitted, and the middle of any other', () => {
    const fitted = makeViewport();
    const zoomed = makeViewport();
    zoomed.zoomTo(2);

    fitted.setView({ width: 400, height: 300 }, 1);
    zoomed.setView({ width: 400, height: 300 }, 1);

    expect(fitted.isFitted).toBe(true);
    expect(fitted.scale).toBeCloseTo(368 / 1000);
    expect(zoomed.scale).toBe(2);
    expect(zoomed.toImage(screenPoint(200, 150))).toMatchObject({ x: 500, y: 250 });
  });

  test('revealing pans no further than needed', () => {
    const viewport = makeViewport();
    viewport.zoomTo(4);

    viewport.reveal(imagePoint(700, 250));

    expect(viewport.toScreen(imagePoint(700, 250))).toMatchObject({ x: 752, y: 300 });
  });
});
