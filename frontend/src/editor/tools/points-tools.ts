import { polygonTools, polylineTools } from './path-tool';
import { aimPoint, pointTool } from './point-tool';

export { PointsByKey } from './points-by-key';
export { snapped } from './snapping';

/** All tools that set points one by one, fetched together when the first is taken up. */
export const POINTS_TOOLS = {
  polygon: polygonTools,
  polyline: polylineTools,
  point: { start: pointTool, aim: aimPoint },
};
