import { distance, screenPoint, type ScreenPoint } from '../core/points';
import type { ImageEditor } from '../image-editor';
import type { PointerInput, PointerKind } from '../tools/input';

/** Two presses within so many milliseconds and CSS pixels are one double press. */
const DOUBLE_MS = 400;
const DOUBLE_SLOP = 8;

function kindOf(type: string): PointerKind {
  return type === 'touch' || type === 'pen' ? type : 'mouse';
}

/** Translates DOM pointer events on `element` into tool input; returns the function that stops it. */
export function bindPointer(element: HTMLElement, image: ImageEditor): () => void {
  const { tools, viewport, overlay } = image;

  const inputOf = (event: PointerEvent): PointerInput => {
    const rect = element.getBoundingClientRect();
    const at = ({ clientX, clientY }: MouseEvent) =>
      screenPoint(clientX - rect.left, clientY - rect.top);
    const screen = at(event);
    const kind = kindOf(event.pointerType);
    const via = event.type === 'pointermove' ? (event.getCoalescedEvents?.() ?? []) : [];
    return {
      id: event.pointerId,
      kind,
      button: event.button,
      screen,
      image: viewport.toImage(screen),
      shift: event.shiftKey,
      alt: event.altKey,
      mod: event.ctrlKey || event.metaKey,
      ...(kind === 'pen' ? { pressure: event.pressure } : {}),
      ...(via.length > 1 ? { via: via.map((each) => viewport.toImage(at(each))) } : {}),
    };
  };

  let last: { readonly at: ScreenPoint; readonly time: number } | null = null;
  const isSecond = ({ timeStamp }: PointerEvent, at: ScreenPoint) => {
    const isDouble =
      last !== null && timeStamp - last.time < DOUBLE_MS && distance(last.at, at) < DOUBLE_SLOP;
    last = isDouble ? null : { at, time: timeStamp };
    return isDouble;
  };

  const handleDown = (event: PointerEvent) => {
    // The middle button would otherwise start the browser's own scrolling.
    if (event.button === 1) event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const input = inputOf(event);
    tools.pointerDown({ ...input, isDouble: isSecond(event, input.screen) });
  };
  const handleMove = (event: PointerEvent) => tools.pointerMove(inputOf(event));
  const handleUp = (event: PointerEvent) => tools.pointerUp(inputOf(event));
  const handleCancel = (event: PointerEvent) => tools.pointerCancel(inputOf(event));
  const handleLeave = () => tools.pointerLeave();
  const handleMenu = (event: Event) => event.preventDefault();

  const handleWheel = (event: WheelEvent) => {
    event.preventDefault();
    const turn = event.deltaY || event.deltaX;
    if (turn && tools.wheel({ step: turn < 0 ? 1 : -1, alt: event.altKey })) return;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1;
    const rect = element.getBoundingClientRect();
    if (event.shiftKey || event.altKey) {
      // Browsers already turn Shift + wheel sideways on some systems.
      const delta = (event.deltaX || event.deltaY) * unit;
      viewport.panBy(event.shiftKey ? -delta : 0, event.shiftKey ? 0 : -delta);
      return;
    }
    // A pinch on a touchpad arrives as Ctrl + wheel with small deltas.
    const speed = event.ctrlKey && Math.abs(event.deltaY) < 40 ? 0.01 : 0.002;
    viewport.zoomBy(
      Math.exp(-event.deltaY * unit * speed),
      screenPoint(event.clientX - rect.left, event.clientY - rect.top),
    );
  };

  let cursor = '';
  const followCursor = () => {
    if (overlay.content.cursor === cursor) return;
    cursor = overlay.content.cursor;
    element.style.cursor = cursor;
  };
  followCursor();

  element.addEventListener('pointerdown', handleDown);
  element.addEventListener('pointermove', handleMove);
  element.addEventListener('pointerup', handleUp);
  element.addEventListener('pointercancel', handleCancel);
  element.addEventListener('pointerleave', handleLeave);
  element.addEventListener('contextmenu', handleMenu);
  element.addEventListener('wheel', handleWheel, { passive: false });
  const unsubscribe = overlay.subscribe(followCursor);
  return () => {
    unsubscribe();
    element.removeEventListener('pointerdown', handleDown);
    element.removeEventListener('pointermove', handleMove);
    element.removeEventListener('pointerup', handleUp);
    element.removeEventListener('pointercancel', handleCancel);
    element.removeEventListener('pointerleave', handleLeave);
    element.removeEventListener('contextmenu', handleMenu);
    element.removeEventListener('wheel', handleWheel);
  };
}
