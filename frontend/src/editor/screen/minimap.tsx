import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, type PointerEvent } from 'react';
import { imagePoint, screenPoint } from '../core/points';
import type { ImageEditor } from '../image-editor';
import { keepFocus } from './screen-context';
import classes from './minimap.module.css';

/** CSS pixels along the longer side. */
const LONGEST = 144;

interface MinimapProps {
  image: ImageEditor;
  source: CanvasImageSource;
}

/** The whole picture small, with a frame around what is in sight; dragging there moves it. Shown only where not all is. */
export default function Minimap({ image, source }: MinimapProps) {
  const { t } = useLingui();
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const { viewport } = image;
  const { width, height } = viewport.image;
  const scale = LONGEST / Math.max(width, height);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    context.canvas.width = Math.max(1, Math.round(width * scale * ratio));
    context.canvas.height = Math.max(1, Math.round(height * scale * ratio));
    context.imageSmoothingQuality = 'medium';
    context.drawImage(source, 0, 0, context.canvas.width, context.canvas.height);
  }, [source, width, height, scale]);

  // Outside React: the viewport moves with every frame of a pan.
  useEffect(() => {
    const place = () => {
      if (!root.current || !frame.current) return;
      const { view, degrees } = viewport;
      const all = viewport.toScreenBox({ minX: 0, minY: 0, maxX: width, maxY: height });
      const isAllInSight =
        all.at.x >= 0 &&
        all.at.y >= 0 &&
        all.at.x + all.width <= view.width &&
        all.at.y + all.height <= view.height;
      root.current.hidden = isAllInSight;
      frame.current.style.transform = degrees ? `rotate(${-degrees}deg)` : '';
      if (degrees) {
        const middle = viewport.toImage(screenPoint(view.width / 2, view.height / 2));
        const [across, down] = [view.width, view.height].map((side) => viewport.toImageLength(side));
        if (across === undefined || down === undefined) return;
        Object.assign(frame.current.style, {
          left: `${(middle.x - across / 2) * scale}px`,
          top: `${(middle.y - down / 2) * scale}px`,
          width: `${across * scale}px`,
          height: `${down * scale}px`,
        });
        return;
      }
      const { minX, minY, maxX, maxY } = viewport.visible;
      const left = Math.max(0, minX) * scale;
      const top = Math.max(0, minY) * scale;
      Object.assign(frame.current.style, {
        left: `${left}px`,
        top: `${top}px`,
        width: `${Math.min(width, maxX) * scale - left}px`,
        height: `${Math.min(height, maxY) * scale - top}px`,
      });
    };
    place();
    return viewport.subscribe(place);
  }, [viewport, width, height, scale]);

  const goTo = (event: PointerEvent<HTMLDivElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const middle = viewport.toScreen(
      imagePoint((event.clientX - left) / scale, (event.clientY - top) / scale),
    );
    viewport.panBy(viewport.view.width / 2 - middle.x, viewport.view.height / 2 - middle.y);
  };
  return (
    <div
      ref={root}
      hidden
      className={classes.map}
      role="img"
      aria-label={t`The whole picture, with what is in sight`}
      style={{ width: width * scale, height: height * scale }}
      onMouseDown={keepFocus}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && goTo(event)}
    >
      <canvas ref={canvas} className={classes.picture} aria-hidden="true" />
      <div ref={frame} className={classes.frame} />
    </div>
  );
}
