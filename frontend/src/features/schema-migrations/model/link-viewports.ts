import { screenPoint } from '@/editor/core/points';
import type { Viewport } from '@/editor/core/viewport';

/** From now on each shows the place that the other is moved to. Gives what undoes that. */
export function linkViewports(one: Viewport, other: Viewport): () => void {
  let isFollowing = false;
  const follow = (leader: Viewport, follower: Viewport) => () => {
    if (isFollowing) return;
    isFollowing = true;
    if (leader.isFitted) follower.fit();
    else moveTo(follower, leader);
    isFollowing = false;
  };
  const ends = [one.subscribe(follow(one, other)), other.subscribe(follow(other, one))];
  return () => ends.forEach((end) => end());
}

function moveTo(follower: Viewport, leader: Viewport): void {
  const centre = leader.toImage(middleOf(leader));
  follower.pinch(follower.toScreen(centre), middleOf(follower), leader.scale / follower.scale);
}

function middleOf({ view }: Viewport) {
  return screenPoint(view.width / 2, view.height / 2);
}
