import type { Region } from '../core/value';
import { aimBox, aimRotatedBox, boxTool, rotatedBoxTool } from './box-tool';
import type { LazyCode } from './lazy-code';
import { KEYPOINTS, MASK, POINTS, POLYGON } from './lazy-codes';
import { lazyTool } from './lazy-tool';
import { selectTool } from './select-tool';
import type { Tool, ToolHost, ToolState } from './tool-state';

export interface ToolEntry {
  readonly id: string;
  readonly key: string;
  /** The geometry it works on; of several for one geometry the first draws it, and is the tool of choice for its labels. */
  readonly geometry?: string;
  readonly start: Tool;
  /** Where drawing by keyboard begins. */
  readonly aim?: Tool;
}

export const SELECT_TOOL = 'select';

type Code<L> = L extends LazyCode<infer M> ? M : never;
type PointsToolId = keyof Code<typeof POINTS>['POINTS_TOOLS'];
type MaskToolId = keyof Code<typeof MASK>['MASK_TOOLS'];
type PolygonToolId = keyof Code<typeof POLYGON>['POLYGON_TOOLS'];

function pointsTool(id: PointsToolId, key: string): ToolEntry {
  return {
    id,
    key,
    geometry: id,
    start: lazyTool(POINTS, ({ POINTS_TOOLS }) => POINTS_TOOLS[id].start),
    aim: lazyTool(POINTS, ({ POINTS_TOOLS }) => POINTS_TOOLS[id].aim),
  };
}

function maskTool(id: MaskToolId, key: string): ToolEntry {
  return {
    id,
    key,
    geometry: 'mask',
    start: lazyTool(MASK, ({ MASK_TOOLS }) => MASK_TOOLS[id].start),
    aim: lazyTool(MASK, ({ MASK_TOOLS }) => MASK_TOOLS[id].aim),
  };
}

function polygonTool(id: PolygonToolId, key: string): ToolEntry {
  return {
    id,
    key,
    geometry: 'polygon',
    start: lazyTool(POLYGON, ({ POLYGON_TOOLS }) => POLYGON_TOOLS[id].start),
    aim: lazyTool(POLYGON, ({ POLYGON_TOOLS }) => POLYGON_TOOLS[id].aim),
  };
}

export const TOOLS: readonly ToolEntry[] = [
  { id: SELECT_TOOL, key: 'v', start: selectTool },
  { id: 'box', key: 'b', geometry: 'box', start: boxTool, aim: aimBox },
  {
    id: 'rotated_box',
    key: 'o',
    geometry: 'rotated_box',
    start: rotatedBoxTool,
    aim: aimRotatedBox,
  },
  pointsTool('polygon', 'p'),
  polygonTool('cut', 'c'),
  polygonTool('hole', 't'),
  pointsTool('polyline', 'n'),
  pointsTool('point', 'm'),
  {
    id: 'keypoints',
    key: 'j',
    geometry: 'keypoints',
    start: lazyTool(KEYPOINTS, ({ KEYPOINTS_TOOL }) => KEYPOINTS_TOOL.start),
    aim: lazyTool(KEYPOINTS, ({ KEYPOINTS_TOOL }) => KEYPOINTS_TOOL.aim),
  },
  maskTool('brush', 'd'),
  maskTool('eraser', 'x'),
  maskTool('mask_outline', 'a'),
  maskTool('fill', 'i'),
  maskTool('wand', 'w'),
];

/** Joins the selected polygons into one. */
export async function joinPolygons(host: ToolHost): Promise<void> {
  const { join } = await POLYGON.fetch();
  join(host);
}

type PointsEditor = (host: ToolHost, id: string, rest: () => ToolState) => ToolState;

/** How the points of a region are changed by keyboard. */
export function pointsEditor({ geometry }: Region): PointsEditor {
  return geometry.type === 'keypoints'
    ? byKey(KEYPOINTS, ({ KeypointsByKey }) => KeypointsByKey)
    : byKey(POINTS, ({ PointsByKey }) => PointsByKey);
}

function byKey<M>(
  code: LazyCode<M>,
  pick: (module: M) => new (...all: Parameters<PointsEditor>) => ToolState,
): PointsEditor {
  return (host, id, rest) =>
    lazyTool(code, (module) => () => new (pick(module))(host, id, rest))(host);
}

export function toolById(id: string): ToolEntry | undefined {
  return TOOLS.find((tool) => tool.id === id);
}

/** The tool that draws a geometry; the one in the hand, if it is for that geometry already. */
export function toolForGeometry(
  geometry: string | undefined,
  current?: string,
): ToolEntry | undefined {
  const fitting = TOOLS.filter((tool) => tool.geometry !== undefined && tool.geometry === geometry);
  return fitting.find(({ id }) => id === current) ?? fitting[0];
}
