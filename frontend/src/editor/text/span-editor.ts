import type { Editor } from '../core/editor';
import { isSpan, type SpanGeometry } from '../core/located';
import { currentLabel, isHidden } from '../core/state';
import { clamp } from '../core/points';
import type { Region } from '../core/value';
import { blockOf, blocksOf, type Block } from './blocks';
import { nextBoundary, snapToGraphemes, snapToWords, type Unit } from './boundaries';
import { CodePoints } from './code-points';
import { refusalOf, type Refusal } from './overlap';
import { marksByBlock, type Mark } from './runs';

export interface TextSelection {
  /** Code points. `head` is where the caret is; the selection reaches from `anchor` to it, either way. */
  readonly anchor: number;
  readonly head: number;
}

export interface SpanEditorOptions {
  /** The text's language, for its words; the browser's when unknown. */
  readonly locale?: string;
  readonly snapsToWords?: boolean;
}

/** What only something laid out can know. Given by whoever renders the text. */
export interface TextLayout {
  /** The offset one line above or below, or null at the end. */
  vertical(offset: number, direction: 1 | -1): number | null;
  reveal(offset: number): void;
}

export type CaretStep = Unit | 'line' | 'line-edge' | 'text-edge';

/** An editor with a text under it. Offsets are code points everywhere; only `text/dom-ranges.ts` knows another count. */
export class SpanEditor {
  readonly points: CodePoints;
  readonly blocks: readonly Block[];
  layout: TextLayout | null = null;
  #snapsToWords: boolean;
  readonly #locale: string;
  #marks: ReadonlyMap<number, readonly Mark[]> = new Map();
  #selection: TextSelection = { anchor: 0, head: 0 };
  readonly #listeners = new Set<() => void>();
  readonly #refused = new Set<(reason: Refusal) => void>();

  constructor(
    readonly editor: Editor,
    readonly text: string,
    options: SpanEditorOptions = {},
  ) {
    this.points = new CodePoints(text);
    this.blocks = blocksOf(this.points);
    this.#locale = options.locale ?? '';
    this.#snapsToWords = options.snapsToWords ?? false;
  }

  /** From now on a selection becomes a span of whole words, or of the very characters selected. */
  snapToWords(isOn: boolean): void {
    this.#snapsToWords = isOn;
  }

  get selection(): TextSelection {
    return this.#selection;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls `listener` when a span was refused, so that the page can say why. */
  onRefused(listener: (reason: Refusal) => void): () => void {
    this.#refused.add(listener);
    return () => this.#refused.delete(listener);
  }

  setSelection(anchor: number, head: number): void {
    const { length } = this.points;
    this.#selection = { anchor: clamp(anchor, 0, length), head: clamp(head, 0, length) };
    for (const listener of this.#listeners) listener();
  }

  get hasSelection(): boolean {
    return this.#selection.anchor !== this.#selection.head;
  }

  collapse(): void {
    this.setSelection(this.#selection.head, this.#selection.head);
  }

  moveCaret(step: CaretStep, direction: 1 | -1, extend: boolean): void {
    const { anchor, head } = this.#selection;
    const next = this.#stepFrom(head, step, direction);
    this.setSelection(extend ? anchor : next, next);
    this.layout?.reveal(next);
  }

  /** The way through the text that is left (-1) or right (1) of `offset`: as the line runs, also where words in it run the other way. */
  sideways(offset: number, direction: 1 | -1): 1 | -1 {
    const isTurned = blockOf(this.blocks, offset)?.direction === 'rtl';
    return isTurned ? (-direction as 1 | -1) : direction;
  }

  /** Makes a span of what is selected with the current label; nothing selected is not refused, it just isn't meant. */
  createFromSelection(): Region | null {
    if (!this.hasSelection) return null;
    const current = currentLabel(this.editor.getState());
    if (this.editor.isReadOnly) return null;
    if (!current || this.editor.schema.field(current.field)?.type !== 'spans')
      return this.#refuse('no-label');
    const [start, end] = this.#snapped();
    const reason = refusalOf(this.editor.schema, this.#regions, { ...current, start, end });
    if (reason) return this.#refuse(reason);
    const geometry: SpanGeometry = { type: 'span', start, end };
    const [region] = this.editor.create({ ...current, geometry });
    if (!region) return null;
    this.setSelection(end, end);
    this.editor.select([region.id]);
    return region;
  }

  /** Moves one edge of the selected span to the next boundary on the left (-1) or the right (1); never past its other edge, nor into a span it may not overlap. */
  moveEdge(edge: 'start' | 'end', unit: Unit, direction: 1 | -1, continues = false): void {
    const [region] = this.editor.selectedRegions;
    if (!region || !isSpan(region.geometry)) return;
    if (!this.editor.canEdit(region)) return void this.#refuse('locked');
    const from = region.geometry[edge];
    const geometry = {
      ...region.geometry,
      [edge]: this.#stepFrom(from, unit, this.sideways(from, direction)),
    };
    const reason = refusalOf(this.editor.schema, this.#regions, { ...region, ...geometry });
    if (reason) return void this.#refuse(reason);
    this.editor.update(new Map([[region.id, { geometry }]]), { continues });
    this.layout?.reveal(geometry[edge]);
  }

  /** The visible spans over the character at `offset`, the shortest first. */
  hitTest(offset: number): Region[] {
    const state = this.editor.getState();
    return this.#regions
      .filter(
        (region) =>
          !isHidden(state, region) &&
          isSpan(region.geometry) &&
          region.geometry.start <= offset &&
          offset < region.geometry.end,
      )
      .sort((a, b) => spanLength(a) - spanLength(b));
  }

  /** Selects the span at `offset`; the one beneath it when it is selected already; none where there is none. */
  selectAt(offset: number): void {
    const hits = this.hitTest(offset);
    const { selection } = this.editor.getState();
    const under = hits.findIndex((region) => selection.includes(region.id));
    const hit = hits[(under + 1) % hits.length];
    this.editor.select(hit ? [hit.id] : []);
  }

  /** The marks of `regions` by block; blocks that nothing touched keep their array since the last call. */
  marksOf(regions: readonly Region[]): ReadonlyMap<number, readonly Mark[]> {
    this.#marks = marksByBlock(this.blocks, regions, this.#marks);
    return this.#marks;
  }

  reveal(id: string): void {
    const geometry = this.editor.region(id)?.geometry;
    if (geometry && isSpan(geometry)) this.layout?.reveal(geometry.start);
  }

  get #regions(): readonly Region[] {
    return this.editor.getState().document.regions;
  }

  #refuse(reason: Refusal): null {
    for (const listener of this.#refused) listener(reason);
    return null;
  }

  /** Each end is snapped within its own line: a segmenter over the whole text would be slow and find nothing more. */
  #snapped(): readonly [start: number, end: number] {
    const { anchor, head } = this.#selection;
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
    const first = blockOf(this.blocks, from);
    const last = blockOf(this.blocks, Math.max(from, to - 1));
    if (!first || !last) return [from, to];
    const snap = this.#snapsToWords ? snapToWords : snapToGraphemes;
    const startAt = this.points.toUtf16(from) - first.utf16;
    const endAt = this.points.toUtf16(to) - last.utf16;
    const [start] = snap(
      first.text,
      startAt,
      first === last ? endAt : first.text.length,
      this.#locale,
    );
    const [, end] = snap(
      last.text,
      first === last ? startAt : 0,
      Math.min(endAt, last.text.length),
      this.#locale,
    );
    return [this.points.fromUtf16(first.utf16 + start), this.points.fromUtf16(last.utf16 + end)];
  }

  #stepFrom(offset: number, step: CaretStep, direction: 1 | -1): number {
    const { length } = this.points;
    const block = blockOf(this.blocks, offset);
    if (!block) return offset;
    if (step === 'text-edge') return direction === 1 ? length : 0;
    if (step === 'line-edge') return direction === 1 ? block.end : block.start;
    if (step === 'line')
      return this.layout?.vertical(offset, direction) ?? this.#nextLine(block, offset, direction);
    // At the edge of a line the step goes over the line break.
    if (direction === 1 && offset >= block.end)
      return Math.min(this.blocks[block.index + 1]?.start ?? length, length);
    if (direction === -1 && offset <= block.start) return this.blocks[block.index - 1]?.end ?? 0;
    const local = this.points.toUtf16(offset) - block.utf16;
    return this.points.fromUtf16(
      block.utf16 + nextBoundary(block.text, local, direction, step, this.#locale),
    );
  }

  #nextLine(block: Block, offset: number, direction: 1 | -1): number {
    const next = this.blocks[block.index + direction];
    if (!next) return direction === 1 ? block.end : block.start;
    return Math.min(next.start + offset - block.start, next.end);
  }
}

function spanLength({ geometry }: Region): number {
  return isSpan(geometry) ? geometry.end - geometry.start : 0;
}
