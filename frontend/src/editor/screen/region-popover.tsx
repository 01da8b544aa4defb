import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { colourOf } from '@/lib/schema-document';
import type { EditorState } from '../core/state';
import type { Region } from '../core/value';
import { isKeypointsGeometry } from '../shapes/keypoints';
import { AttributeFields } from './attribute-fields';
import { useLabelTitle, useMounted, useScreen, useScreenState } from './screen-context';
import classes from './region-popover.module.css';

/** Fetched with the first skeleton that is selected. */
const SkeletonPoints = lazy(() => import('./skeleton-points'));

const GAP = 10;
const EDGE = 8;

/** The one selected region, if there is just one. The document holds the same object until it changes. */
function selectedOf({ selection, document }: EditorState): Region | null {
  const [id] = selection;
  const at = selection.length === 1 && id ? document.places.get(id) : undefined;
  return at === undefined ? null : (document.regions[at] ?? null);
}

/** The attributes of the selected region, at the region: the eye need not cross the screen. */
export function RegionPopover() {
  const screen = useScreen();
  const { t } = useLingui();
  const title = useLabelTitle();
  const region = useScreenState(selectedOf);
  const label = region ? screen.label(region.field, region.label) : undefined;
  const hasAttributes = (label?.attributes?.length ?? 0) > 0;
  const isShown = region !== null && (hasAttributes || isKeypointsGeometry(region.geometry));
  const root = usePlacement(isShown ? region.id : null);
  if (!isShown || !label) return null;
  const name = title(region.field, region.label);
  return (
    <div
      ref={root}
      className={classes.popover}
      role="group"
      aria-label={hasAttributes ? t`Attributes of ${name}` : t`Points of ${name}`}
      style={{ '--label': colourOf(label) }}
    >
      {hasAttributes && <AttributeFields region={region} />}
      {isKeypointsGeometry(region.geometry) && (
        <Suspense fallback={null}>
          <SkeletonPoints region={region} />
        </Suspense>
      )}
    </div>
  );
}

/** Keeps the element beside the region, outside React: the region moves with every frame of a pan. */
function usePlacement(id: string | null) {
  const root = useRef<HTMLDivElement>(null);
  const { image, spans } = useMounted();
  const { editor } = useScreen();
  useEffect(() => {
    const element = root.current;
    const frame = element?.parentElement;
    if (!id || !element || !frame) return undefined;
    let request = 0;
    const place = () => {
      request = 0;
      const at = image?.screenBounds(id) ?? (spans ? boundsOfSpan(frame) : null);
      const isBusy = image?.tools.isBusy ?? false;
      const room = { width: frame.clientWidth, height: frame.clientHeight };
      const isInSight =
        at !== null &&
        at.at.x < room.width &&
        at.at.y < room.height &&
        at.at.x + at.width > 0 &&
        at.at.y + at.height > 0;
      element.toggleAttribute('data-away', !isInSight || isBusy);
      if (!at) return;
      const { offsetWidth: width, offsetHeight: height } = element;
      const spot = spotBeside(at, { width, height }, room, spans !== undefined);
      element.style.transform = `translate(${Math.round(spot.x)}px, ${Math.round(spot.y)}px)`;
    };
    const follow = () => {
      request ||= requestAnimationFrame(place);
    };
    place();
    const unsubscribe = [
      editor.subscribe(follow),
      image?.viewport.subscribe(follow),
      image?.overlay.subscribe(follow),
    ];
    frame.addEventListener('scroll', follow, true);
    window.addEventListener('resize', follow);
    return () => {
      cancelAnimationFrame(request);
      for (const stop of unsubscribe) stop?.();
      frame.removeEventListener('scroll', follow, true);
      window.removeEventListener('resize', follow);
    };
  }, [id, image, spans, editor]);
  return root;
}

interface Box {
  readonly at: { readonly x: number; readonly y: number };
  readonly width: number;
  readonly height: number;
}

/** To the right of the region, else to the left, else below: never over what it is about, never out of sight. */
function spotBeside(
  { at, width, height }: Box,
  own: { width: number; height: number },
  room: { width: number; height: number },
  isText: boolean,
): { x: number; y: number } {
  const keep = (value: number, most: number) => Math.max(EDGE, Math.min(value, most - EDGE));
  if (isText) {
    const below = at.y + height + GAP;
    const y = below + own.height < room.height - EDGE ? below : at.y - own.height - GAP;
    return { x: keep(at.x, room.width - own.width), y };
  }
  const y = keep(at.y, room.height - own.height);
  const right = at.x + width + GAP;
  if (right + own.width < room.width - EDGE) return { x: right, y };
  const left = at.x - own.width - GAP;
  if (left > EDGE) return { x: left, y };
  return {
    x: keep(at.x, room.width - own.width),
    y: keep(at.y + height + GAP, room.height - own.height),
  };
}

function boundsOfSpan(frame: HTMLElement): Box | null {
  const parts = [...frame.querySelectorAll('[data-selected]')];
  const last = parts.at(-1)?.getBoundingClientRect();
  if (!last) return null;
  const within = frame.getBoundingClientRect();
  return {
    at: { x: last.left - within.left, y: last.top - within.top },
    width: last.width,
    height: last.height,
  };
}
