import { describe, expect, it } from 'vitest';
import {
  bandPath,
  flowId,
  layoutFlows,
  flowsInMotion,
  type Flow,
  type FlowBand,
} from './flow-layout';

function flow(old: string, now: string, parts: number, field = 'cells'): Flow {
  return { field, old, new: now, parts };
}

const FLOWS = [
  flow('platelet', 'rbc', 100),
  flow('rbc', 'rbc', 4000),
  flow('wbc', '?', 3),
  flow('wbc', '-', 1),
  flow('wbc', 'lobed', 40),
];
const before = () => ['rbc', 'wbc', 'platelet'];
const after = () => ['rbc', 'lobed'];
const layout = layoutFlows(FLOWS, before, after);

function band(old: string, now: string): FlowBand | undefined {
  return layout.bands.find((each) => flowId(each.flow) === `cells|${old}|${now}`);
}

describe('the picture of flows', () => {
  it('has the labels in the order of their schemas, what ends in none last', () => {
    expect(layout.left.map(({ key }) => key)).toEqual(['rbc', 'wbc', 'platelet']);
    expect(layout.right.map(({ key }) => key)).toEqual(['rbc', 'lobed', '?', '-']);
  });

  it('counts at both sides the same parts', () => {
    const sum = (nodes: readonly { parts: number }[]) =>
      nodes.reduce((total, { parts }) => total + parts, 0);

    expect(sum(layout.left)).toBe(4144);
    expect(sum(layout.right)).toBe(4144);
  });

  it('draws more parts thicker, and a single lost one still visible', () => {
    const [most, some, one] = [band('rbc', 'rbc'), band('wbc', 'lobed'), band('wbc', '-')];

    expect(most?.thickness).toBeGreaterThan(some?.thickness ?? Infinity);
    expect(one?.thickness).toBeGreaterThanOrEqual(2);
  });

  it('keeps every band within its nodes', () => {
    const node = new Map([...layout.left, ...layout.right].map((each) => [each, each]));
    const isWithin = (y: number, thickness: number) =>
      [...node.keys()].some(
        (each) =>
          y - thickness / 2 >= each.y - 0.01 && y + thickness / 2 <= each.y + each.height + 0.01,
      );

    expect(
      layout.bands.every(
        ({ from, to, thickness }) => isWithin(from, thickness) && isWithin(to, thickness),
      ),
    ).toBe(true);
  });

  it('lets bands leave a label in the order in which they arrive', () => {
    const leaving = [band('wbc', 'lobed'), band('wbc', '?'), band('wbc', '-')].map(
      (each) => each?.from ?? NaN,
    );

    expect(leaving).toEqual([...leaving].sort((a, b) => a - b));
  });

  it('lets no two labels of a side overlap', () => {
    const gaps = layout.right.slice(1).map((node, at) => {
      const above = layout.right[at];
      return node.y - ((above?.y ?? 0) + (above?.height ?? 0));
    });

    expect(Math.min(...gaps)).toBeGreaterThan(0);
  });

  it('is empty where nothing flows', () => {
    expect(layoutFlows([], before, after)).toEqual({ left: [], right: [], bands: [], height: 0 });
  });
});

it('leaves out what only stays as it is, and shows what stays where others arrive', () => {
  const still = [flow('debris', 'debris', 7), flow('good', 'good', 9, 'focus')];

  expect(flowsInMotion([...FLOWS, ...still])).toEqual(FLOWS);
});

it('outlines a band from edge to edge', () => {
  const path = bandPath({ flow: flow('a', 'b', 1), from: 10, to: 30, thickness: 4 }, 100);

  expect(path).toBe('M0,8 C50,8 50,28 100,28 L100,32 C50,32 50,12 0,12 Z');
});
