import { useEffect, useRef } from 'react';
import { imagePoint, type Bounds } from '@/editor/core/points';
import type { Viewport } from '@/editor/core/viewport';
import classes from './question-stage.module.css';

const ROOM = 10;
/** The label's name stands above the place. */
const NAME = 16;

/** Dims everything but the place, which stays as it is; moves with the image and is never in the pointer's way. */
export function Spotlight({ viewport, bounds }: { viewport: Viewport; bounds: Bounds }) {
  const light = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = () => {
      if (!light.current) return;
      const { x, y } = viewport.toScreen(imagePoint(bounds.minX, bounds.minY));
      const { style } = light.current;
      style.transform = `translate(${x - ROOM}px, ${y - ROOM - NAME}px)`;
      style.width = `${(bounds.maxX - bounds.minX) * viewport.scale + 2 * ROOM}px`;
      style.height = `${(bounds.maxY - bounds.minY) * viewport.scale + 2 * ROOM + NAME}px`;
    };
    place();
    return viewport.subscribe(place);
  }, [viewport, bounds]);
  return (
    <div className={classes.dimmed} aria-hidden="true">
      <div ref={light} className={classes.light} />
    </div>
  );
}
