import { aimKeypoints, keypointsTool } from './keypoints-tool';

export { KeypointsByKey } from './keypoints-by-key';
export { namePointUnder, setPointUnder, togglePointUnder } from './visibility';

/** All that is for skeletons, fetched together when the first of it is taken up. */
export const KEYPOINTS_TOOL = { start: keypointsTool, aim: aimKeypoints };
