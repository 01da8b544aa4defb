// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { imagePoint } from '../core/points';
import { keypoints, type KeypointsGeometry } from './keypoints';
import { mask, type MaskGeometry } from './mask';
import { point } from './point';
import { polygon, type PolygonGeometry } from './polygon';
import { polyline, type PolylineGeometry } from './polyline';
import { rotatedBox, type RotatedBoxGeometry } from './rotated-box';
import { decodeRuns, outlines } from './run-lengths';

const IMAGE = { width: 100, height: 80 };
const TRIANGLE: PolygonGeometry = {
  type: 'polygon',
  points: [
    [10, 10],
    [50, 10],
    [10, 50],
  ],
};
const HOLED: PolygonGeometry = {
  ...TRIANGLE,
  holes: [
    [
      [14, 14],
      [20, 14],
      [14, 20],
    ],
  ],
};
const LINE: PolylineGeometry = {
  type: 'polyline',
  points: [
    [0, 0],
    [40, 0],
    [40, 40],
  ],
};

describe('polygon', () => {
  test('its inside counts, its outline first, its holes not', () => {
    expect(polygon.hitTest(HOLED, imagePoint(30, 12), 1)).toMatchObject({ isOnEdge: false });
    expect(polygon.hitTest(HOLED, imagePoint(30, 10.5), 1)).toMatchObject({ isOnEdge: true });
    expect(polygon.hitTest(HOLED, imagePoint(15.5, 15.5), 0.2)).toBeNull();
    expect(polygon.hitTest(HOLED, imagePoint(45, 45), 1)).toBeNull();
  });

  test('a dragged point moves alone, and never out of the image', () => {
    expect(polygon.dragHandle(TRIANGLE, '0.1', imagePoint(500, -3), IMAGE).points).toEqual([
      [10, 10],
      [100, 0],
      [10, 50],
    ]);
  });

  test('the middle of an edge, dragged, becomes a point', () => {
    expect(polygon.dragHandle(TRIANGLE, '0.2+', imagePoint(5, 30), IMAGE).points).toEqual([
      ...TRIANGLE.points,
      [5, 30],
    ]);
  });

  test('a point is taken out as long as three are left', () => {
    const four = polygon.dragHandle(TRIANGLE, '0.0+', imagePoint(30, 5), IMAGE);

    expect(polygon.removePoint?.(four, '0.1')).toEqual(TRIANGLE);
    expect(polygon.removePoint?.(TRIANGLE, '0.1')).toBeNull();
    expect(polygon.removePoint?.(four, '0.1+')).toBeNull();
  });

  test('holes move with the outline, up to the edge of the image', () => {
    const moved = polygon.translate(HOLED, -100, 5, IMAGE);

    expect(moved.points[0]).toEqual([0, 15]);
    expect(moved.holes?.[0]?.[0]).toEqual([4, 19]);
  });

  test('an outline that crosses itself is told from one that does not', () => {
    const crossed: PolygonGeometry = {
      type: 'polygon',
      points: [
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
      ],
    };

    expect(polygon.isCrossed?.(crossed)).toBe(true);
    expect(polygon.isCrossed?.(HOLED)).toBe(false);
  });
});

describe('polyline', () => {
  test('only the line counts, not what it runs around', () => {
    expect(polyline.hitTest(LINE, imagePoint(20, 2), 3)).toMatchObject({ isOnEdge: true });
    expect(polyline.hitTest(LINE, imagePoint(20, 20), 3)).toBeNull();
    expect(polyline.hitTest({ ...LINE, closed: true }, imagePoint(20, 20), 3)).not.toBeNull();
  });

  test('what it says beside its points stays', () => {
    expect(polyline.translate({ ...LINE, closed: true }, 1, 1, IMAGE).closed).toBe(true);
  });
});

test('a point is caught near it and moves up to the edge', () => {
  const geometry = { type: 'point', point: [10, 10] } as const;

  expect(point.hitTest(geometry, imagePoint(13, 14), 5)).not.toBeNull();
  expect(point.hitTest(geometry, imagePoint(14, 14), 5)).toBeNull();
  expect(point.translate(geometry, 1000, -1000, IMAGE).point).toEqual([100, 0]);
});

test('keypoints that are not placed have no handle and stay where they are', () => {
  const geometry: KeypointsGeometry = {
    type: 'keypoints',
    keypoints: [
      [10, 10, 2],
      [0, 0, 0],
      [20, 30, 1],
    ],
  };

  const points = keypoints.handles(geometry).filter(({ isPoint }) => isPoint);

  expect(points.map(({ id }) => id)).toEqual(['0', '2']);
  expect(keypoints.bounds(geometry)).toEqual({ minX: 10, minY: 10, maxX: 20, maxY: 30 });
  expect(keypoints.translate(geometry, 5, 5, IMAGE).keypoints).toEqual([
    [15, 15, 2],
    [0, 0, 0],
    [25, 35, 1],
  ]);
});

describe('rotated box', () => {
  const START: RotatedBoxGeometry = { type: 'rotated_box', rotated_box: [20, 30, 40, 20, 90] };

  test('it turns clockwise on the screen', () => {
    expect(rotatedBox.bounds(START)).toMatchObject({ minX: 30, minY: 20, maxX: 50, maxY: 60 });
    const eighth = { ...START, rotated_box: [20, 30, 40, 20, 45] as const };
    const [, topLeft] = rotatedBox.handles(eighth);
    expect(topLeft?.at.x).toBeCloseTo(40 - 20 * Math.SQRT1_2 + 10 * Math.SQRT1_2);
  });

  test('a dragged side leaves the opposite one where it is', () => {
    // Turned by 90 degrees its right side looks down.
    const longer = rotatedBox.dragHandle(START, 'e', imagePoint(40, 70), IMAGE);

    expect(longer.rotated_box).toEqual([15, 35, 50, 20, 90]);
    expect(rotatedBox.bounds(longer)).toMatchObject({ minY: 20, maxY: 70 });
  });

  test('the handle above it turns it, and its angle stays below 360', () => {
    expect(rotatedBox.dragHandle(START, 'turn', imagePoint(0, 40), IMAGE).rotated_box[4]).toBe(270);
    expect(rotatedBox.dragHandle(START, 'turn', imagePoint(40, 0), IMAGE).rotated_box[4]).toBe(0);
    expect(rotatedBox.turn?.(START, -91, IMAGE).rotated_box[4]).toBe(359);
  });

  test('its centre stays in the image', () => {
    expect(rotatedBox.translate(START, 1000, 1000, IMAGE).rotated_box.slice(0, 2)).toEqual([
      80, 70,
    ]);
  });
});

describe('mask', () => {
  // A ring of 4 by 4 pixels with a hole of 2 by 2, at the top left of a 6 by 5 image; written by pycocotools.
  const RING: MaskGeometry = { type: 'mask', size: [5, 6], counts: '041M10O010O3:' };

  test('run lengths are read as pycocotools wrote them', () => {
    expect(decodeRuns(RING.counts)).toEqual([0, 4, 1, 1, 2, 1, 1, 1, 2, 1, 1, 4, 11]);
  });

  test('its edges run around what is on and around its hole', () => {
    const found = outlines(RING.counts, 5);

    expect(found).toHaveLength(2);
    expect(mask.bounds(RING)).toEqual({ minX: 0, minY: 0, maxX: 4, maxY: 4 });
    expect(mask.hitTest(RING, imagePoint(0.5, 2), 0.1)).toMatchObject({ isOnEdge: false });
    expect(mask.hitTest(RING, imagePoint(2, 2), 0.1)).toBeNull();
  });
});
