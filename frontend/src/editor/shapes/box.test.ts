// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { imagePoint } from '../core/points';
import { deviceFrame, lineWidths } from '../render/frame';
import { Viewport } from '../core/viewport';
import { box, boxBetween, type BoxGeometry } from './box';

const IMAGE = { width: 100, height: 80 };
const START: BoxGeometry = { type: 'box', box: [20, 30, 40, 20] };

describe('box', () => {
  test.each([
    ['nw', 10, 10, [10, 10, 50, 40]],
    ['ne', 80, 10, [20, 10, 60, 40]],
    ['se', 80, 70, [20, 30, 60, 40]],
    ['sw', 10, 70, [10, 30, 50, 40]],
    ['n', 99, 10, [20, 10, 40, 40]],
    ['e', 90, 0, [20, 30, 70, 20]],
    ['s', 0, 75, [20, 30, 40, 45]],
    ['w', 5, 5, [5, 30, 55, 20]],
  ])('handle %s moves its own edges', (handle, x, y, expected) => {
    expect(box.dragHandle(START, handle, imagePoint(x, y), IMAGE).box).toEqual(expected);
  });

  test.each([
    ['se', 10, 10, [10, 10, 10, 20]],
    ['w', 90, 0, [60, 30, 30, 20]],
    ['n', 0, 70, [20, 50, 40, 20]],
  ])('handle %s across the opposite edge flips the box', (handle, x, y, expected) => {
    expect(box.dragHandle(START, handle, imagePoint(x, y), IMAGE).box).toEqual(expected);
  });

  test('a box never leaves the image while it is reshaped', () => {
    expect(box.dragHandle(START, 'se', imagePoint(500, 500), IMAGE).box).toEqual([20, 30, 80, 50]);
    expect(box.dragHandle(START, 'nw', imagePoint(-500, -500), IMAGE).box).toEqual([0, 0, 60, 50]);
  });

  test('a box never gets thinner than a pixel, at the border of the image too', () => {
    expect(box.dragHandle(START, 'e', imagePoint(20, 40), IMAGE).box).toEqual([20, 30, 1, 20]);
    expect(boxBetween(imagePoint(100, 80), imagePoint(100, 80), IMAGE).box).toEqual([99, 79, 1, 1]);
  });

  test('a moved box keeps its size at the border', () => {
    expect(box.translate(START, 1000, -1000, IMAGE).box).toEqual([60, 0, 40, 20]);
  });

  test('a box that stands out already can be moved back, and no further out', () => {
    const outside: BoxGeometry = { type: 'box', box: [-5, 10, 20, 20] };

    expect(box.translate(outside, -10, 0, IMAGE).box).toEqual([-5, 10, 20, 20]);
    expect(box.translate(outside, 10, 0, IMAGE).box).toEqual([5, 10, 20, 20]);
  });

  test('growing stops at the image and at a pixel', () => {
    expect(box.grow(START, 1000, 1000, IMAGE).box).toEqual([20, 30, 80, 50]);
    expect(box.grow(START, -1000, -1000, IMAGE).box).toEqual([20, 30, 1, 1]);
  });

  test('the outline is told from the inside, with tolerance on both sides', () => {
    expect(box.hitTest(START, imagePoint(18, 40), 3)).toMatchObject({ isOnEdge: true });
    expect(box.hitTest(START, imagePoint(40, 40), 3)).toMatchObject({ isOnEdge: false });
    expect(box.hitTest(START, imagePoint(10, 40), 3)).toBeNull();
  });

  test.each([1, 1.5, 2, 3])('edges fall on whole device pixels at ratio %d', (ratio) => {
    const viewport = new Viewport();
    viewport.setView({ width: 333, height: 222 }, ratio);
    viewport.setImage(IMAGE);
    const { bright } = lineWidths(ratio, false);
    const frame = deviceFrame(viewport, bright);

    const outer = frame.x(33.3) - bright / 2;

    expect(outer).toBe(Math.round(outer));
  });
});
