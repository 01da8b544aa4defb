import { scaleLinear } from 'd3-scale';
import type { components } from '@/api/schema';
import { groupBy } from '@/lib/group-by';

export type Flow = components['schemas']['FlowOut'];

/** Where a flow ends that ends in no label. */
export const WAITS = '?';
export const DROPPED = '-';

export interface FlowNode {
  id: string;
  field: string;
  key: string;
  parts: number;
  y: number;
  height: number;
}

export interface FlowBand {
  flow: Flow;
  /** The middle of its ends, and how thick it is. */
  from: number;
  to: number;
  thickness: number;
}

export interface FlowLayout {
  left: FlowNode[];
  right: FlowNode[];
  bands: FlowBand[];
  height: number;
}

/** Keys of labels or options of a field in the order of its schema. */
export type Order = (field: string) => readonly string[];

const LEAST_BAND = 2;
const NODE = 30; // room for a name and a number
const GAP = 10;
const ALL = 240; // of everything together

export function flowId({ field, old, new: now }: Flow): string {
  return [field, old, now].join('|');
}

/** The flows that say something: what only stays as it is, and gets nothing from elsewhere, is no picture. */
export function flowsInMotion(flows: readonly Flow[]): Flow[] {
  const moving = flows.filter(({ old, new: now }) => old !== now);
  const touched = new Set(moving.flatMap((flow) => [byOld(flow), byNew(flow)]));
  return flows.filter((flow) => touched.has(byOld(flow)) || touched.has(byNew(flow)));
}

/**
 * Old labels at the left, new ones at the right, a band for each flow between them. Thickness is in proportion to the number
 * of parts, but nothing is too thin to be seen and pointed at: a single lost box matters more than its share.
 */
export function layoutFlows(flows: readonly Flow[], before: Order, after: Order): FlowLayout {
  const shown = flows.filter(({ parts }) => parts > 0);
  const total = shown.reduce((sum, { parts }) => sum + parts, 0);
  const scale = scaleLinear([0, Math.max(1, total)], [0, ALL]);
  const thickness = (flow: Flow) => Math.max(LEAST_BAND, scale(flow.parts));
  const fields = [...groupBy(shown, ({ field }) => field).keys()];
  const left = stack(shown, fields, before, ({ old }) => old, thickness);
  const right = stack(
    shown,
    fields,
    (field) => [...after(field), WAITS, DROPPED],
    (flow) => flow.new,
    thickness,
  );
  const leaving = ends(shown, left, byOld, right, byNew, thickness);
  const arriving = ends(shown, right, byNew, left, byOld, thickness);
  const bands = shown.map((flow) => ({
    flow,
    from: leaving.get(flow) ?? 0,
    to: arriving.get(flow) ?? 0,
    thickness: thickness(flow),
  }));
  const height = Math.max(...[...left, ...right].map((node) => node.y + node.height), 0);
  return { left, right, bands, height };
}

const byOld = ({ field, old }: Flow) => nodeId(field, old);
const byNew = (flow: Flow) => nodeId(flow.field, flow.new);

function nodeId(field: string, key: string): string {
  return `${field}|${key}`;
}

function stack(
  flows: readonly Flow[],
  fields: readonly string[],
  order: Order,
  keyOf: (flow: Flow) => string,
  thickness: (flow: Flow) => number,
): FlowNode[] {
  const nodes: FlowNode[] = [];
  let y = 0;
  for (const field of fields) {
    const own = groupBy(
      flows.filter((flow) => flow.field === field),
      keyOf,
    );
    const known = order(field).filter((key) => own.has(key));
    const strange = [...own.keys()].filter((key) => !known.includes(key));
    for (const key of [...known, ...strange]) {
      const mine = own.get(key) ?? [];
      const height = Math.max(
        NODE,
        mine.reduce((sum, flow) => sum + thickness(flow), 0),
      );
      const parts = mine.reduce((sum, flow) => sum + flow.parts, 0);
      nodes.push({ id: nodeId(field, key), field, key, parts, y, height });
      y += height + GAP;
    }
  }
  return nodes;
}

/** Where in its node each flow ends, in the order of the nodes at the other side so that bands cross little. */
function ends(
  flows: readonly Flow[],
  nodes: readonly FlowNode[],
  mine: (flow: Flow) => string,
  others: readonly FlowNode[],
  theirs: (flow: Flow) => string,
  thickness: (flow: Flow) => number,
): Map<Flow, number> {
  const place = new Map(others.map((node, index) => [node.id, index]));
  const found = new Map<Flow, number>();
  for (const node of nodes) {
    const own = flows
      .filter((flow) => mine(flow) === node.id)
      .sort((a, b) => (place.get(theirs(a)) ?? 0) - (place.get(theirs(b)) ?? 0));
    const total = own.reduce((sum, flow) => sum + thickness(flow), 0);
    let y = node.y + (node.height - total) / 2;
    for (const flow of own) {
      found.set(flow, y + thickness(flow) / 2);
      y += thickness(flow);
    }
  }
  return found;
}

/** A band from (0, from) to (width, to) as the outline of an area. */
export function bandPath({ from, to, thickness }: FlowBand, width: number): string {
  const half = thickness / 2;
  const middle = width / 2;
  const curve = (y0: number, y1: number, x0: number, x1: number) =>
    `${x0},${y0} C${middle},${y0} ${middle},${y1} ${x1},${y1}`;
  return `M${curve(from - half, to - half, 0, width)} L${curve(to + half, from + half, width, 0)} Z`;
}
