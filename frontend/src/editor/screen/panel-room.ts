/** Whether the side panel has a place of its own: in a narrow window, or a much enlarged one, it would lie over the item. */
export function hasRoomForPanel(): boolean {
  return !window.matchMedia('(max-width: 760px)').matches;
}
