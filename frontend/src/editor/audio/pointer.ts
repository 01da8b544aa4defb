import type { AudioEditor, Edge } from './audio-editor';
import { OVERVIEW, RULER } from './audio-renderer';
import { rounded, snapped, type Segment } from './segments';

const REACH = 6; // pixels: how near an edge counts as on it
const CLICK = 4; // pixels that a hand may tremble

type Hold =
  | { readonly kind: 'overview' }
  | { readonly kind: 'playhead' }
  | {
      readonly kind: 'drawing';
      readonly from: number;
      readonly x: number;
      readonly hit: Segment | null;
    }
  | { readonly kind: 'edge'; readonly id: string; readonly edge: Edge }
  | {
      readonly kind: 'moving';
      readonly id: string;
      readonly from: number;
      readonly start: number;
      readonly x: number;
    };

/** What the pointer can do with a sound. Returns the function that stops it. */
export function bindAudioPointer(element: HTMLElement, audio: AudioEditor): () => void {
  let hold: Hold | null = null;
  let gesture: ReturnType<AudioEditor['editor']['begin']> | null = null;
  const { editor, view } = audio;
  const place = (event: MouseEvent) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const snap = (time: number, event: MouseEvent, except?: string) =>
    event.altKey ? time : snapped(time, audio.segments, view.reach(REACH), except);

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const { x, y } = place(event);
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    if (y < OVERVIEW) {
      hold = { kind: 'overview' };
      return showAt(x);
    }
    if (y < OVERVIEW + RULER) {
      hold = { kind: 'playhead' };
      return audio.player.seek(view.toTime(x));
    }
    const edge = event.shiftKey ? null : edgeAt(audio, x);
    if (edge) {
      editor.select([edge.segment.id]);
      gesture = editor.begin();
      hold = { kind: 'edge', id: edge.segment.id, edge: edge.edge };
      return;
    }
    const hit = event.shiftKey ? null : segmentAt(audio, view.toTime(x));
    if (hit && editor.getState().selection.includes(hit.id) && editor.canEdit(hit)) {
      gesture = editor.begin();
      hold = { kind: 'moving', id: hit.id, from: view.toTime(x), start: hit.geometry.start, x };
      return;
    }
    hold = { kind: 'drawing', from: snap(view.toTime(x), event), x, hit };
  };

  const move = (event: PointerEvent) => {
    const { x, y } = place(event);
    if (!hold) return showCursor(x, y, event.shiftKey);
    const time = view.toTime(x);
    switch (hold.kind) {
      case 'overview':
        return showAt(x);
      case 'playhead':
        return audio.player.seek(time);
      case 'drawing':
        if (Math.abs(x - hold.x) >= CLICK && !editor.isReadOnly)
          audio.select(hold.from, snap(time, event));
        return;
      case 'edge': {
        const segment = audio.segments.find(({ id }) => id === (hold as { id: string }).id); // it has one
        if (segment) audio.moveEdge(segment, hold.edge, snap(time, event, hold.id));
        return;
      }
      case 'moving': {
        const { id, from, start } = hold;
        const segment = audio.segments.find((each) => each.id === id);
        if (!segment || Math.abs(x - hold.x) < CLICK) return;
        const length = segment.geometry.end - segment.geometry.start;
        const to = start + time - from;
        const first = snap(to, event, id);
        const last = snap(to + length, event, id) - length;
        audio.moveTo(segment, Math.abs(first - to) > 0 ? first : last);
      }
    }
  };

  const up = (event: PointerEvent) => {
    const { x } = place(event);
    const held = hold;
    hold = null;
    gesture?.commit();
    gesture = null;
    if (held?.kind === 'drawing') {
      if (Math.abs(x - held.x) >= CLICK && audio.selection.get()) {
        audio.player.seek(audio.selection.get()?.start ?? 0);
        audio.createFromSelection();
      } else click(held.hit, x, event);
    } else if (held?.kind === 'moving' && Math.abs(x - held.x) < CLICK) {
      // The one beneath, where two lie over one another.
      click(segmentAt(audio, view.toTime(x), held.id), x, event);
    }
  };

  const click = (hit: Segment | null, x: number, event: MouseEvent) => {
    audio.letGo();
    if (hit && (event.ctrlKey || event.metaKey)) editor.toggleSelected(hit.id);
    else editor.select(hit ? [hit.id] : []);
    audio.player.seek(view.toTime(x));
  };

  const cancel = () => {
    hold = null;
    gesture?.cancel();
    gesture = null;
    audio.selection.set(null);
  };

  const double = (event: MouseEvent) => {
    const { x, y } = place(event);
    const hit = y > OVERVIEW + RULER ? segmentAt(audio, view.toTime(x)) : null;
    if (hit) audio.player.playStretch(hit.geometry);
  };

  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const isAcross = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const lines = event.deltaMode === 1 ? 24 : 1;
    if (isAcross || event.shiftKey) view.panBy(view.reach((event.deltaX || event.deltaY) * lines));
    else view.zoomBy(Math.exp(-event.deltaY * lines * 0.0022), view.toTime(place(event).x));
  };

  const showAt = (x: number) =>
    view.show((x / view.width) * audio.duration - view.seconds / 2, view.seconds);

  const showCursor = (x: number, y: number, isDrawing: boolean) => {
    const isOnWave = y >= OVERVIEW + RULER;
    element.style.cursor =
      isOnWave && !isDrawing && !editor.isReadOnly && edgeAt(audio, x)
        ? 'ew-resize'
        : isOnWave
          ? 'text'
          : 'pointer';
  };

  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && hold) {
      cancel();
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const listeners: readonly (readonly [string, EventListener])[] = [
    ['pointerdown', down as EventListener],
    ['pointermove', move as EventListener],
    ['pointerup', up as EventListener],
    ['pointercancel', cancel],
    ['dblclick', double as EventListener],
    ['wheel', wheel as EventListener],
  ];
  for (const [name, listener] of listeners)
    element.addEventListener(name, listener, { passive: false });
  element.addEventListener('keydown', key, true);
  return () => {
    for (const [name, listener] of listeners) element.removeEventListener(name, listener);
    element.removeEventListener('keydown', key, true);
  };
}

/** The segment under a moment, the shortest first; another than `except` where there is one. */
function segmentAt(audio: AudioEditor, time: number, except?: string): Segment | null {
  const hits = audio.segments
    .filter(({ geometry }) => geometry.start <= time && time <= geometry.end)
    .sort((a, b) => length(a) - length(b));
  return hits.find(({ id }) => id !== except) ?? hits[0] ?? null;
}

function length({ geometry }: Segment): number {
  return rounded(geometry.end - geometry.start);
}

/** The edge that is near enough to be meant; of the selected segment first. */
function edgeAt(audio: AudioEditor, x: number): { segment: Segment; edge: Edge } | null {
  const { view, editor, selected } = audio;
  const all = selected ? [selected, ...audio.segments] : audio.segments;
  let best: { segment: Segment; edge: Edge } | null = null;
  let distance = REACH;
  for (const segment of all) {
    if (!editor.canEdit(segment)) continue;
    for (const edge of ['start', 'end'] as const) {
      const away = Math.abs(view.toX(segment.geometry[edge]) - x);
      if (away < distance) {
        best = { segment, edge };
        distance = away;
      }
    }
  }
  return best;
}
