// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { seeded } from '../testing/schemas';
import { arcLanes, type Stretch } from './arc-lanes';
import {
  LANE,
  lanesByBlock,
  layoutArcs,
  MOST_LANES,
  type MeasuredArc,
  type Place,
} from './arc-layout';

const ROOM = { left: 100, free: 100 };

function place(left: number, row = 0, block = 0): Place {
  return { left, right: left + 40, top: 50 + row * 60 + block * 200, block, row };
}

function arc(id: string, from: MeasuredArc['from'], to: MeasuredArc['to'], more = {}): MeasuredArc {
  return { id, from, to, source: `${id}-from`, target: `${id}-to`, title: 30, ...more };
}

/** The points that a path goes through. */
function points(path: string): number[][] {
  return [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

const heights = (path: string) => points(path).map(([, y]) => y ?? 0);

describe('lanes', () => {
  test('what is inside is nearer the line than what goes around it', () => {
    const lanes = arcLanes([
      { id: 'outer', start: 0, end: 100 },
      { id: 'inner', start: 20, end: 40 },
      { id: 'beside', start: 100, end: 130 },
    ]);

    expect(Object.fromEntries(lanes)).toEqual({ inner: 0, outer: 1, beside: 0 });
  });

  test.each([1, 2, 3, 4, 5])('never overlap, and do not depend on the order (%i)', (seed) => {
    const random = seeded(seed);
    const stretches = Array.from({ length: 60 }, (_, n): Stretch => {
      const start = Math.floor(random() * 500);
      return { id: `s${n}`, start, end: start + 1 + Math.floor(random() * 80) };
    });

    const lanes = arcLanes(stretches);

    const clashes = stretches.flatMap((a, n) =>
      stretches
        .slice(n + 1)
        .filter((b) => lanes.get(a.id) === lanes.get(b.id) && a.start < b.end && b.start < a.end),
    );
    expect(clashes).toEqual([]);
    expect(arcLanes([...stretches].reverse())).toEqual(lanes);
  });

  test('beyond the most there may be, the rest share the outermost', () => {
    const same = ['a', 'b', 'c', 'd'].map((id) => ({ id, start: 0, end: 10 }));

    expect([...arcLanes(same, 2).values()]).toEqual([0, 1, 1, 1]);
  });
});

describe('arcs', () => {
  test('within a line go up, along and down to an arrow head at the target', () => {
    const [found] = layoutArcs([arc('x', place(300), place(100))], ROOM);

    expect(points(found?.path ?? '').at(0)).toEqual([320, 49]);
    expect(points(found?.head ?? '').at(0)).toEqual([120, 49]);
    expect(found?.title).toEqual({ x: 220, y: Math.min(...heights(found?.path ?? '')) });
  });

  test('that cross are a lane apart', () => {
    const arcs = [arc('x', place(100), place(300)), arc('y', place(200), place(400))];

    const [x = 0, y = 0] = layoutArcs(arcs, ROOM).map(({ path }) => Math.min(...heights(path)));

    expect(Math.abs(x - y)).toBe(LANE);
    expect(lanesByBlock(arcs, ROOM).get(0)).toBe(2);
  });

  test('with a title wider than they are make room for it', () => {
    const wide = { title: 200 };
    const arcs = [arc('x', place(200), place(250), wide), arc('y', place(320), place(380), wide)];

    expect(lanesByBlock(arcs, ROOM).get(0)).toBe(2);
  });

  test('of one span leave it side by side, in the order of where they lead', () => {
    const from = { source: 'ada' };
    const arcs = [
      arc('far', place(100), place(500), from),
      arc('near', place(100), place(300), from),
    ];

    const [far = 0, near = 0] = layoutArcs(arcs, ROOM).map(({ path }) => points(path)[0]?.[0]);

    expect(100 < near && near < far && far < 140).toBe(true);
  });

  test('from line to line go along the left edge, and need a lane at both ends', () => {
    const arcs = [arc('x', place(300, 0, 0), place(200, 1, 2))];

    const [found] = layoutArcs(arcs, ROOM);

    expect(Math.min(...points(found?.path ?? '').map(([x]) => x ?? 0))).toBeLessThan(ROOM.left);
    expect(Object.fromEntries(lanesByBlock(arcs, ROOM))).toEqual({ 0: 1, 2: 1 });
  });

  test('along the edge have their title before the span, or after it where there is no room', () => {
    const arcs = [
      arc('x', place(300, 0, 0), place(400, 0, 1)),
      arc('y', place(300, 0, 0), place(105, 0, 2)),
    ];

    const [before = 0, after = 0] = layoutArcs(arcs, ROOM).map(({ title }) => title?.x ?? 0);

    expect(before).toBeLessThan(400);
    expect(after).toBeGreaterThan(125);
  });

  test('along the edge are side by side where they would cover one another', () => {
    const arcs = [
      arc('x', place(300, 0, 0), place(200, 0, 3)),
      arc('y', place(300, 0, 1), place(200, 0, 2)),
    ];

    const edges = layoutArcs(arcs, ROOM).map(({ path }) =>
      Math.min(...points(path).map(([x]) => x ?? 0)),
    );

    expect(new Set(edges).size).toBe(2);
  });

  test('to a line out of sight go on past what is rendered, with no arrow head', () => {
    const [down] = layoutArcs([arc('x', place(300), 'below')], ROOM);
    const [up] = layoutArcs([arc('x', 'above', place(300))], ROOM);

    expect(Math.max(...heights(down?.path ?? ''))).toBeGreaterThan(10_000);
    expect(down?.head).toBe('');
    expect(Math.min(...heights(up?.path ?? ''))).toBeLessThan(-10_000);
    expect(up?.head).not.toBe('');
  });

  test('need the same room whatever the room that is there: making room moves nothing else', () => {
    const at = (spread: number) => (left: number, row: number, block: number) => ({
      ...place(left, row, block),
      top: (50 + row * 60 + block * 200) * spread,
    });
    const arcs = (spread: number) => {
      const put = at(spread);
      return [
        arc('x', put(100, 0, 0), put(300, 0, 0)),
        arc('y', put(200, 0, 0), put(200, 1, 0)),
        arc('z', put(150, 0, 0), put(400, 0, 4)),
      ];
    };

    expect(lanesByBlock(arcs(1), ROOM)).toEqual(lanesByBlock(arcs(2), ROOM));
  });

  test('never take more lanes than text can be moved apart for', () => {
    const many = Array.from({ length: 30 }, (_, n) => arc(`a${n}`, place(100), place(300 + n)));

    expect(lanesByBlock(many, ROOM).get(0)).toBe(MOST_LANES);
  });
});
