import { LazyCode } from './lazy-code';

/** What only some schemas need. */
export const KEYPOINTS = new LazyCode(() => import('./keypoints/keypoints-tools'));
export const POINTS = new LazyCode(() => import('./points-tools'));
export const MASK = new LazyCode(() => import('./mask/mask-tools'));
export const POLYGON = new LazyCode(() => import('./polygon/polygon-tools'));
