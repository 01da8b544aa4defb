import { ExternalStore } from '@/lib/external-store';
import type { SegmentGeometry } from '../core/located';
import { clamp } from '../core/points';
import type { Editor } from '../core/editor';
import { currentLabel, isHidden } from '../core/state';
import type { Region } from '../core/value';
import { Player } from './player';
import {
  isSegmentRegion,
  roomFor,
  rounded,
  segmentsOf,
  SHORTEST,
  transcriptOf,
  type Segment,
  type Stretch,
} from './segments';
import { TimeView } from './time-view';

export type Edge = 'start' | 'end';

/** An editor with a sound under it: the playhead, what is in sight, what is selected in time. Times are seconds. */
export class AudioEditor {
  readonly view: TimeView;
  readonly player: Player;
  /** Moments that are selected and no segment yet. */
  readonly selection = new ExternalStore<Stretch | null>(null);
  readonly showsSpectrogram = new ExternalStore(false);
  /** Where an extension of the selection began. */
  #anchor: number | null = null;
  #marked: number | null = null;
  readonly #refused = new Set<() => void>();
  readonly #writing = new Set<(id: string) => void>();

  constructor(
    readonly editor: Editor,
    readonly duration: number,
  ) {
    this.view = new TimeView(duration);
    this.player = new Player(duration);
  }

  /** Calls `listener` when a segment has no room where it was wanted. */
  onRefused(listener: () => void): () => void {
    this.#refused.add(listener);
    return () => this.#refused.delete(listener);
  }

  /** Calls `listener` when somebody wants to write what is said in a segment. */
  onWriting(listener: (id: string) => void): () => void {
    this.#writing.add(listener);
    return () => this.#writing.delete(listener);
  }

  /** Puts the hands on the text of the selected segment. */
  writeSelected(): void {
    const { selected } = this;
    if (selected) for (const listener of this.#writing) listener(selected.id);
  }

  /** In the order of time; without what is hidden. */
  get segments(): Segment[] {
    const state = this.editor.getState();
    return segmentsOf(state.document.regions.filter((region) => !isHidden(state, region)));
  }

  get selected(): Segment | null {
    const [region, another] = this.editor.selectedRegions;
    return region && !another && isSegmentRegion(region) ? region : null;
  }

  reveal(id: string): void {
    const region = this.editor.region(id);
    if (!region || !isSegmentRegion(region)) return;
    const { start, end } = region.geometry;
    this.view.reveal(start, end);
    const { isPlaying } = this.player.state.get();
    if (!isPlaying && (this.player.time < start || this.player.time > end)) this.player.seek(start);
  }

  // The playhead

  goTo(time: number): void {
    this.player.seek(time);
    this.view.reveal(this.player.time);
  }

  /** Moves the playhead, dropping what was selected; with `extends` what it passes over becomes selected. */
  step(by: number, isExtending = false): void {
    const from = this.player.time;
    this.goTo(rounded(from + by));
    if (!isExtending) {
      this.#anchor = null;
      this.selection.set(null);
      return;
    }
    this.#anchor ??= from;
    this.select(this.#anchor, this.player.time);
  }

  goToEdge(edge: Edge): void {
    const at = this.selected?.geometry ?? this.selection.get();
    if (at) this.goTo(at[edge]);
    else this.goTo(edge === 'start' ? 0 : this.duration);
  }

  select(one: number, other: number): void {
    const [start, end] = [Math.min(one, other), Math.max(one, other)];
    this.selection.set(end > start ? { start, end } : null);
  }

  /** False when there was nothing to let go of. */
  letGo(): boolean {
    const had =
      this.#marked !== null ||
      this.selection.get() !== null ||
      this.editor.getState().selection.length > 0;
    this.#anchor = null;
    this.#marked = null;
    this.selection.set(null);
    this.editor.select([]);
    return had;
  }

  playSelected(): void {
    const at = this.selected?.geometry ?? this.selection.get();
    if (at) this.player.playStretch(at);
    else this.player.play();
  }

  /** Repeats the selected moments, or stops repeating. */
  toggleLoop(): void {
    const { loop } = this.player.state.get();
    const at = this.selected?.geometry ?? this.selection.get();
    this.player.setLoop(loop || !at ? null : { start: at.start, end: at.end });
  }

  // Segments

  /** Makes a segment of the selected moments with the current label; nothing selected is not refused, it just isn't meant. */
  createFromSelection(): Region | null {
    const at = this.selection.get();
    return at ? this.create(at) : null;
  }

  create(at: Stretch): Region | null {
    const current = currentLabel(this.editor.getState());
    const field = current && this.editor.schema.field(current.field);
    if (!current || field?.type !== 'segments' || this.editor.isReadOnly) return null;
    const room = roomFor(this.editor.getState().document.regions, field, at, this.duration);
    const start = rounded(Math.max(at.start, room.start));
    const end = rounded(Math.min(at.end, room.end));
    this.#anchor = null;
    this.#marked = null;
    this.selection.set(null);
    if (end - start < SHORTEST) return this.#refuse();
    const geometry: SegmentGeometry = { type: 'segment', start, end };
    const [region] = this.editor.create({ ...current, geometry });
    if (region) this.editor.select([region.id]);
    return region ?? null;
  }

  /** Puts an edge of `segment` at `time`, as far as there is room; never past its other edge. */
  moveEdge(segment: Segment, edge: Edge, time: number, continues = false): void {
    if (!this.editor.canEdit(segment)) return;
    const { start, end } = segment.geometry;
    const room = this.#roomAround(segment);
    const to =
      edge === 'start'
        ? clamp(time, room.start, end - SHORTEST)
        : clamp(time, start + SHORTEST, room.end);
    this.#place(segment, edge === 'start' ? { start: to, end } : { start, end: to }, continues);
  }

  /** Moves `segment` so that it starts at `start`, as far as there is room; it keeps its length. */
  moveTo(segment: Segment, start: number, continues = false): void {
    if (!this.editor.canEdit(segment)) return;
    const room = this.#roomAround(segment);
    const length = segment.geometry.end - segment.geometry.start;
    const to = clamp(start, room.start, Math.max(room.start, room.end - length));
    this.#place(segment, { start: to, end: to + length }, continues);
  }

  nudge(edge: Edge, by: number, continues: boolean): void {
    const { selected } = this;
    if (!selected) return;
    this.moveEdge(selected, edge, selected.geometry[edge] + by, continues);
    this.view.reveal(this.selected?.geometry[edge] ?? 0);
  }

  /** With a segment: its edge is at the playhead. Without: the moments from the first mark to the second become one. */
  mark(edge: Edge): void {
    const { selected } = this;
    const { time } = this.player;
    if (selected) return this.moveEdge(selected, edge, rounded(time));
    if (edge === 'start' || this.#marked === null) {
      this.#marked = time;
      this.#anchor = null;
      this.selection.set(null);
      if (!this.player.state.get().isPlaying) this.player.seek(time);
      return;
    }
    this.create({ start: Math.min(this.#marked, time), end: Math.max(this.#marked, time) });
  }

  /** The moment that was marked as the start of a segment to come. */
  get markedStart(): number | null {
    return this.#marked;
  }

  /** Cuts the selected segment, or the one under the playhead, in two. What is said stays with the first. */
  split(): void {
    const time = rounded(this.player.time);
    const under = this.segments.find(
      ({ geometry }) => geometry.start < time && time < geometry.end,
    );
    const { selected } = this;
    const isWithin = selected && selected.geometry.start < time && time < selected.geometry.end;
    const segment = isWithin ? selected : under;
    if (!segment || !this.editor.canEdit(segment)) return;
    const { start, end } = segment.geometry;
    if (time - start < SHORTEST || end - time < SHORTEST) return;
    const text = transcriptOf(this.editor.schema, segment);
    const latter: SegmentGeometry = { type: 'segment', start: time, end };
    const gesture = this.editor.begin();
    this.#place(segment, { start, end: time });
    const [second] = this.editor.create({
      field: segment.field,
      label: segment.label,
      geometry: latter,
      attributes: Object.fromEntries(
        Object.entries(segment.attributes).filter(([key]) => key !== text),
      ),
    });
    gesture.commit();
    if (second) this.editor.select([second.id]);
  }

  /** Joins the selected segment with the next of its field: it reaches to that one's end, and says what both said. */
  merge(): void {
    const { selected } = this;
    if (!selected || !this.editor.canEdit(selected)) return;
    const all = this.segments.filter(({ field }) => field === selected.field);
    const next = all[all.findIndex(({ id }) => id === selected.id) + 1];
    if (!next || !this.editor.canEdit(next)) return;
    const key = transcriptOf(this.editor.schema, selected);
    const said = [selected, next]
      .map((each) => {
        const text = transcriptOf(this.editor.schema, each);
        return text === null ? undefined : each.attributes[text];
      })
      .filter((text) => typeof text === 'string' && text.trim() !== '');
    const joined: SegmentGeometry = {
      ...selected.geometry,
      end: Math.max(selected.geometry.end, next.geometry.end),
    };
    const gesture = this.editor.begin();
    this.editor.delete([next.id]);
    this.editor.update(
      new Map([
        [
          selected.id,
          {
            geometry: joined,
            attributes:
              key === null || said.length === 0
                ? selected.attributes
                : { ...selected.attributes, [key]: said.join(' ') },
          },
        ],
      ]),
    );
    gesture.commit();
    this.editor.select([selected.id]);
  }

  /** Says what is said in the segment; as long as one types it is one step. */
  write(segment: Region, text: string): void {
    const key = transcriptOf(this.editor.schema, segment);
    if (key === null || !this.editor.canEdit(segment)) return;
    const others = Object.entries(segment.attributes).filter(([each]) => each !== key);
    const attributes = Object.fromEntries(text ? [...others, [key, text]] : others);
    this.editor.update(new Map([[segment.id, { attributes }]]), { continues: true });
  }

  #place(segment: Segment, { start, end }: Stretch, continues = false): void {
    const geometry: SegmentGeometry = {
      type: 'segment',
      start: rounded(start),
      end: rounded(end),
    };
    if (geometry.start === segment.geometry.start && geometry.end === segment.geometry.end) return;
    this.editor.update(new Map([[segment.id, { geometry }]]), { continues });
  }

  #roomAround(segment: Segment): Stretch {
    const field = this.editor.schema.field(segment.field);
    const { regions } = this.editor.getState().document;
    return field
      ? roomFor(regions, field, segment.geometry, this.duration, segment.id)
      : { start: 0, end: this.duration };
  }

  #refuse(): null {
    for (const listener of this.#refused) listener();
    return null;
  }
}
