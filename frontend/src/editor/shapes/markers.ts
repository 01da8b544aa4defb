import type { Frame, PathSink } from './shape';

/** In CSS pixels, whatever the zoom: a point has no size of its own. */
const RADIUS = 5;

/** A ring with a cross hair inside, for a point on the image. */
export function traceMarker(sink: PathSink, x: number, y: number, frame: Frame): void {
  const radius = RADIUS * frame.ratio;
  const [atX, atY] = [frame.x(x), frame.y(y)];
  sink.moveTo(atX + radius, atY);
  sink.arc(atX, atY, radius, 0, 2 * Math.PI);
}
