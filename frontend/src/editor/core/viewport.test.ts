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

  describe('turned', () => {
    // Seeded: a failing case comes again.
    const random = mulberry(20261127);
    const cases = Array.from({ length: 200 }, () => ({
      degrees: random() * 720 - 360,
      scale: 0.05 * 900 ** random(),
      at: screenPoint(random() * 800, random() * 600),
      point: imagePoint(random() * 1400 - 200, random() * 900 - 200),
    }));

    test.each(cases)('there and back is the same point: %o', ({ degrees, scale, at, point }) => {
      const viewport = makeViewport();
      viewport.turnBy(degrees);
      viewport.zoomTo(scale, at);
      viewport.turnBy(degrees / 3);

      const back = viewport.toImage(viewport.toScreen(point));

      expect(back.x).toBeCloseTo(point.x, 6);
      expect(back.y).toBeCloseTo(point.y, 6);
    });

    test.each(cases.slice(0, 30))('what is in sight is within `visible`: %o', ({ degrees, at }) => {
      const viewport = makeViewport();
      viewport.zoomTo(2, at);
      viewport.turnTo(degrees);

      const { x, y } = viewport.toImage(at);

      const { minX, minY, maxX, maxY } = viewport.visible;
      expect(x).toBeGreaterThanOrEqual(minX - 1e-6);
      expect(x).toBeLessThanOrEqual(maxX + 1e-6);
      expect(y).toBeGreaterThanOrEqual(minY - 1e-6);
      expect(y).toBeLessThanOrEqual(maxY + 1e-6);
    });

    test.each([0, 30, 90, 200, 270])('by %d degrees and fitted, all of it is in sight', (degrees) => {
      const viewport = makeViewport();

      viewport.turnTo(degrees);

      const box = viewport.toScreenBox({ minX: 0, minY: 0, maxX: 1000, maxY: 500 });
      expect(viewport.isFitted).toBe(true);
      expect(box.at.x).toBeGreaterThanOrEqual(16 - 1e-6);
      expect(box.at.y).toBeGreaterThanOrEqual(16 - 1e-6);
      expect(box.at.x + box.width).toBeLessThanOrEqual(800 - 16 + 1e-6);
      expect(box.at.y + box.height).toBeLessThanOrEqual(600 - 16 + 1e-6);
    });

    test('by a quarter, the top left corner is at the top right', () => {
      const viewport = makeViewport();

      viewport.turnBy(90);

      const corner = viewport.toScreen(imagePoint(0, 0));
      const along = viewport.toScreen(imagePoint(10, 0));
      expect(along.x).toBeCloseTo(corner.x, 9);
      expect(along.y).toBeGreaterThan(corner.y);
    });

    test('zooming keeps what is under the pointer, turning what is in the middle', () => {
      const viewport = makeViewport();
      viewport.turnTo(35);
      viewport.zoomTo(2, screenPoint(350, 280));
      const pointer = screenPoint(300, 250);
      const before = viewport.toImage(pointer);

      viewport.zoomIn(pointer);
      expect(viewport.toImage(pointer).x).toBeCloseTo(before.x, 6);
      expect(viewport.toImage(pointer).y).toBeCloseTo(before.y, 6);

      const middle = viewport.toImage(screenPoint(400, 300));
      viewport.turnBy(50);
      expect(viewport.toImage(screenPoint(400, 300)).x).toBeCloseTo(middle.x, 6);
    });

    test.each([
      [0, { dx: 1, dy: 0 }],
      [90, { dx: 0, dy: -1 }],
      [180, { dx: -1, dy: 0 }],
      [260, { dx: 0, dy: 1 }],
      [330, { dx: 1, dy: 0 }],
    ])('by %d degrees the right arrow goes right on the screen', (degrees, expected) => {
      const viewport = makeViewport();
      viewport.turnTo(degrees);

      const step = viewport.alongScreen(1, 0);

      expect(step.dx).toBeCloseTo(expected.dx);
      expect(step.dy).toBeCloseTo(expected.dy);
    });

    test('another image stands upright again', () => {
      const viewport = makeViewport();
      viewport.turnTo(35);

      viewport.setImage({ width: 10, height: 10 });

      expect(viewport.degrees).toBe(0);
    });
  });
});

/** Source: Tommy Ettinger, 2017, public domain. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
