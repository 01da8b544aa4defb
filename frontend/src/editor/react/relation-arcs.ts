import { isSpan } from '../core/located';
import { relationType } from '../core/relation-rules';
import { FALLBACK_COLOUR, type SchemaField } from '../core/schema';
import { isHidden } from '../core/state';
import type { Region } from '../core/value';
import {
  LANE,
  lanesByBlock,
  layoutArcs,
  type Arc,
  type End,
  type MeasuredArc,
  type Place,
} from '../relations/arc-layout';
import type { PlacedRelation, RelationEditor } from '../relations/relation-editor';
import { lowerBound } from '../text/code-points';
import type { SpanEditor } from '../text/span-editor';
import styles from './relation-arcs.module.css';

export type RelationTitle = (field: SchemaField, type: string) => string;

export interface ArcsOptions {
  /** The text as it scrolls, and the column in it that holds the lines. */
  readonly root: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly spans: SpanEditor;
  readonly relations: RelationEditor;
  readonly title: RelationTitle;
}

const SVG = 'http://www.w3.org/2000/svg';
/** With more arcs than this in sight, those of the selected span alone stand out. */
const FEW = 12;
const DRAFT = 'draft';
/** Boxes whose tops differ by less stand in one row. */
const ROW_SLACK = 6;

/** Draws the relations of a text above its lines and lets the pointer make and choose them. */
export class RelationArcs {
  readonly #options: ArcsOptions;
  readonly #column: HTMLElement;
  readonly #cleanups: (() => void)[] = [];
  readonly #titles = new Map<string, number>();
  /** The room that each block was given: a line that comes back into sight has it before it is painted. */
  #lanes: ReadonlyMap<number, number> = new Map();
  /** Where the pointer is while it leads a relation to nothing. */
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #frame = 0;
  /** The runs of the text in order, as long as one frame takes. */
  #runs: readonly HTMLElement[] | null = null;

  constructor(options: ArcsOptions) {
    this.#options = options;
    const { root, relations, spans } = options;
    this.#column = root.querySelector<HTMLElement>('[data-column]') ?? root;
    const lines = new MutationObserver(() => {
      this.#makeRoom();
      this.#refresh();
    });
    lines.observe(this.#column, { childList: true, subtree: true, characterData: true });
    const size = new ResizeObserver(this.#refresh);
    size.observe(this.#column);
    size.observe(root);
    this.#cleanups.push(
      () => lines.disconnect(),
      () => size.disconnect(),
      spans.editor.subscribe(this.#refresh),
      relations.subscribe(this.#refresh),
      this.#bindPointer(),
    );
    this.#refresh();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    for (const cleanup of this.#cleanups) cleanup();
    for (const line of this.#blocks()) line.style.removeProperty('--arcs');
    this.#options.svg.replaceChildren();
  }

  readonly #refresh = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  };

  // Measuring

  #draw(): void {
    const { relations } = this.#options;
    this.#runs = null;
    const shown = relations.all().filter(({ from, to }) => !this.#isHidden(from, to));
    let arcs = this.#measure(shown);
    const lanes = lanesByBlock(arcs, this.#room());
    this.#lanes = lanes;
    // Room above the lines moves what is below it.
    if (this.#makeRoom()) arcs = this.#measure(shown);
    this.#paint(shown, layoutArcs(arcs, this.#room()), this.#draftArc());
    this.#runs = null;
  }

  #isHidden(...regions: readonly Region[]): boolean {
    const state = this.#options.spans.editor.getState();
    return regions.some((region) => isHidden(state, region));
  }

  #measure(shown: readonly PlacedRelation[]): readonly MeasuredArc[] {
    const places = this.#places();
    return shown.flatMap(({ field, relation, from, to }): MeasuredArc[] => {
      const ends = [places(from), places(to)] as const;
      if (ends.every((end) => typeof end === 'string') && ends[0] === ends[1]) return [];
      const title = this.#widthOf(this.#options.title(field, relation.type));
      return [
        { id: relation.id, from: ends[0], to: ends[1], source: from.id, target: to.id, title },
      ];
    });
  }

  /** Where spans stand, each measured once. */
  #places(): (region: Region) => End {
    const known = new Map<string, End>();
    const indices = this.#blocks().map((line) => Number(line.dataset['block']));
    const first = Math.min(...indices);
    return (region) => {
      const found = known.get(region.id);
      if (found !== undefined) return found;
      const end = this.#placeOf(region) ?? this.#sideOf(region, first);
      known.set(region.id, end);
      return end;
    };
  }

  #sideOf({ geometry }: Region, first: number): 'above' | 'below' {
    const { blocks } = this.#options.spans;
    const start = isSpan(geometry) ? geometry.start : 0;
    return start < (blocks[first]?.start ?? 0) ? 'above' : 'below';
  }

  #placeOf(region: Region): Place | null {
    const runs = this.#runsOf(region);
    const line = runs[0]?.closest<HTMLElement>('[data-block]');
    if (!line) return null;
    const boxes = runs.filter((run) => line.contains(run)).flatMap(boxesOf);
    const [head] = boxes;
    if (!head) return null;
    // The words of one row, which the marks inside the span may have cut into several boxes.
    const row = boxes.filter((box) => Math.abs(box.top - head.top) < ROW_SLACK);
    const frame = this.#frameOf();
    return {
      left: Math.min(...row.map((box) => box.left)) - frame.x,
      right: Math.max(...row.map((box) => box.right)) - frame.x,
      top: head.top - frame.y,
      block: Number(line.dataset['block']),
      row: this.#rowOf(line, head),
    };
  }

  /** The stretches of text that a span covers, as far as they are rendered from its start on. */
  #runsOf({ geometry }: Region): readonly HTMLElement[] {
    if (!isSpan(geometry)) return [];
    const { points } = this.#options.spans;
    const [start, end] = [points.toUtf16(geometry.start), points.toUtf16(geometry.end)];
    const runs = (this.#runs ??= [...this.#column.querySelectorAll<HTMLElement>('[data-utf16]')]);
    const first = lowerBound(runs.length, (at) => startOf(runs[at]) >= start);
    if (startOf(runs[first]) !== start) return [];
    const after = lowerBound(runs.length, (at) => startOf(runs[at]) >= end);
    return runs.slice(first, after);
  }

  /** Which row of its block a box is in. Counted in rows, so that it stays the same when they move apart. */
  #rowOf(line: HTMLElement, box: DOMRect): number {
    const height = Number.parseFloat(getComputedStyle(line).lineHeight) || LANE;
    const padding = Number.parseFloat(getComputedStyle(line).paddingTop) || 0;
    return Math.floor(
      (box.top + box.height / 2 - line.getBoundingClientRect().top - padding) / height,
    );
  }

  #frameOf(): { readonly x: number; readonly y: number } {
    const { root } = this.#options;
    const rect = root.getBoundingClientRect();
    return { x: rect.left - root.scrollLeft, y: rect.top - root.scrollTop };
  }

  #room() {
    const column = this.#column.getBoundingClientRect();
    const left =
      column.left -
      this.#frameOf().x +
      Number.parseFloat(getComputedStyle(this.#column).paddingLeft);
    return { left, free: left };
  }

  #widthOf(title: string): number {
    const known = this.#titles.get(title);
    if (known !== undefined) return known;
    const text = element('text', { class: styles.title ?? '' });
    text.textContent = title;
    this.#options.svg.append(text);
    const width = text.getComputedTextLength();
    text.remove();
    this.#titles.set(title, width);
    return width;
  }

  #blocks(): HTMLElement[] {
    return [...this.#column.querySelectorAll<HTMLElement>('[data-block]')];
  }

  /** Gives the lines in sight their room; answers whether any of them changed. */
  #makeRoom(): boolean {
    let isChanged = false;
    for (const line of this.#blocks()) {
      const lanes = String(this.#lanes.get(Number(line.dataset['block'])) ?? 0);
      if ((line.style.getPropertyValue('--arcs') || '0') === lanes) continue;
      line.style.setProperty('--arcs', lanes);
      isChanged = true;
    }
    return isChanged;
  }

  // Painting

  #paint(shown: readonly PlacedRelation[], arcs: readonly Arc[], draft: Arc | null): void {
    const { svg, relations, title } = this.#options;
    const { selected } = relations.getState();
    const { selection } = relations.editor.getState();
    const byId = new Map(shown.map((each) => [each.relation.id, each]));
    const parts = arcs.flatMap((arc): SVGElement[] => {
      const each = byId.get(arc.id);
      if (!each) return [];
      const isOn =
        arc.id === selected || selection.includes(each.from.id) || selection.includes(each.to.id);
      const group = arcElement(
        arc,
        colourOf(each.field, each.relation.type),
        title(each.field, each.relation.type),
      );
      group.dataset['relation'] = arc.id;
      group.toggleAttribute('data-on', isOn);
      group.toggleAttribute('data-selected', arc.id === selected);
      group.toggleAttribute('data-fault', relations.fault(each) !== null);
      return [group];
    });
    // What stands out is painted last, over the others.
    parts.sort((a, b) => Number(a.hasAttribute('data-on')) - Number(b.hasAttribute('data-on')));
    const isQuiet = arcs.length > FEW || parts.some((part) => part.hasAttribute('data-on'));
    svg.toggleAttribute('data-quiet', isQuiet);
    svg.replaceChildren(...this.#veils(), ...parts, ...this.#handle(), ...this.#draftParts(draft));
  }

  /** While a relation is made: what it may not lead to is greyed out, and what it leads to is framed. */
  #veils(): SVGElement[] {
    const { relations, spans } = this.#options;
    const { draft } = relations.getState();
    if (!draft) return [];
    return spans.editor.getState().document.regions.flatMap((region): SVGElement[] => {
      const isAimed = region.id === draft.to?.id;
      if (region.id === draft.from.id || this.#isHidden(region)) return [];
      const isTarget = relations.isTarget(region.id);
      if (isTarget && !isAimed) return [];
      const kind = isAimed ? (isTarget ? styles.aimed : styles.refused) : styles.veil;
      const frame = this.#frameOf();
      return this.#runsOf(region)
        .flatMap(boxesOf)
        .map((box) =>
          element('rect', {
            class: kind ?? '',
            x: box.x - frame.x - 1,
            y: box.y - frame.y - 1,
            width: box.width + 2,
            height: box.height + 2,
            rx: 3,
          }),
        );
    });
  }

  /** The knob above the selected span: a relation is dragged out of it. */
  #handle(): SVGElement[] {
    const { relations } = this.#options;
    const { draft } = relations.getState();
    const [region] = relations.editor.selectedRegions;
    const place =
      region && (draft?.from.id === region.id || relations.canBegin) && this.#placeOf(region);
    if (!place) return [];
    const [x, y] = [place.right, place.top - 2];
    const group = element('g', { class: styles.handle ?? '' });
    group.dataset['handle'] = '';
    group.append(
      element('circle', { cx: x, cy: y, r: 12, class: styles.reach ?? '' }),
      element('circle', { cx: x, cy: y, r: 7 }),
      element('path', {
        d: `M${x - 3} ${y + 3}L${x + 3} ${y - 3}M${x - 1} ${y - 3}H${x + 3}V${y + 1}`,
      }),
    );
    return [group];
  }

  #draftArc(): Arc | null {
    const { draft } = this.#options.relations.getState();
    const from = draft && this.#placeOf(draft.from);
    if (!draft || !from) return null;
    const to = draft.to ? this.#placeOf(draft.to) : null;
    if (to) {
      const arc: MeasuredArc = {
        id: DRAFT,
        from,
        to,
        source: draft.from.id,
        target: draft.to?.id ?? '',
        title: 0,
      };
      return layoutArcs([arc], this.#room())[0] ?? null;
    }
    if (!this.#pointer) return null;
    const { x, y } = this.#pointer;
    const path = `M${from.right} ${from.top}L${x} ${y}`;
    return { id: DRAFT, path, head: '', title: null };
  }

  #draftParts(arc: Arc | null): SVGElement[] {
    const { draft } = this.#options.relations.getState();
    if (!arc || !draft) return [];
    const colour = draft.type === null ? FALLBACK_COLOUR : colourOf(draft.field, draft.type);
    const group = arcElement({ ...arc, title: null }, colour, '');
    group.toggleAttribute('data-on', true);
    group.toggleAttribute('data-draft', true);
    return [group];
  }

  // The pointer

  #bindPointer(): () => void {
    const { root, svg, relations } = this.#options;
    let start: { readonly x: number; readonly y: number } | null = null;

    const handleDown = (event: PointerEvent) => {
      if (event.button !== 0 || !(event.target instanceof Element)) return;
      const { draft } = relations.getState();
      const isHandle = event.target.closest('[data-handle]') !== null;
      const arc = event.target.closest<SVGElement>('[data-relation]');
      if (!isHandle && !draft && !arc) return;
      // Neither a selection of text nor of a span begins here.
      event.preventDefault();
      event.stopImmediatePropagation();
      root.focus({ preventScroll: true });
      if (isHandle) {
        if (!draft) relations.begin();
        start = { x: event.clientX, y: event.clientY };
        svg.setPointerCapture(event.pointerId);
      } else if (draft) {
        const target = this.#targetAt(event);
        if (target === null) return relations.cancel();
        relations.aim(target);
        this.#finish();
      } else if (arc) relations.select(arc.dataset['relation'] ?? null);
    };
    // The selection of text begins with this one, whatever became of the pointer's.
    const handleMouse = (event: MouseEvent) => {
      const isOurs =
        relations.getState().draft !== null ||
        (event.target instanceof Element && event.target.closest('[data-handle], [data-relation]'));
      if (isOurs) event.preventDefault();
    };
    const handleMove = (event: PointerEvent) => {
      if (!start && !relations.getState().draft) return;
      if (!start) return;
      const frame = this.#frameOf();
      this.#pointer = { x: event.clientX - frame.x, y: event.clientY - frame.y };
      relations.aim(this.#targetAt(event));
      this.#refresh();
    };
    const handleUp = (event: PointerEvent) => {
      if (!start) return;
      const isDrag = Math.hypot(event.clientX - start.x, event.clientY - start.y) > 6;
      start = null;
      this.#pointer = null;
      if (relations.getState().draft?.to) this.#finish();
      // A mere click leaves it under way: the next click says where it leads.
      else if (isDrag) relations.cancel();
      this.#refresh();
    };
    const handleCancel = () => {
      if (!start) return;
      start = null;
      this.#pointer = null;
      relations.cancel();
    };

    root.addEventListener('pointerdown', handleDown, true);
    root.addEventListener('mousedown', handleMouse, true);
    svg.addEventListener('pointermove', handleMove);
    svg.addEventListener('pointerup', handleUp);
    svg.addEventListener('pointercancel', handleCancel);
    return () => {
      root.removeEventListener('pointerdown', handleDown, true);
      root.removeEventListener('mousedown', handleMouse, true);
      svg.removeEventListener('pointermove', handleMove);
      svg.removeEventListener('pointerup', handleUp);
      svg.removeEventListener('pointercancel', handleCancel);
    };
  }

  /** With one kind that fits there is nothing to choose; else the bar asks. */
  #finish(): void {
    const { relations } = this.#options;
    const fitting = relations.choices().filter(({ refusal }) => refusal === null);
    if (fitting.length === 1) relations.commit();
  }

  /** The span under the pointer, one that may be led to before others; by the words' own boxes, not by the nearest letter. */
  #targetAt({ clientX, clientY }: PointerEvent): string | null {
    const { root, spans, relations } = this.#options;
    const { draft } = relations.getState();
    const run = root.ownerDocument
      .elementsFromPoint(clientX, clientY)
      .find(
        (each): each is HTMLElement => each instanceof HTMLElement && each.matches('[data-utf16]'),
      );
    if (!run || !draft) return null;
    const hits = spans
      .hitTest(spans.points.fromUtf16(Number(run.dataset['utf16'])))
      .filter(({ id, field }) => id !== draft.from.id && field === draft.field.key);
    return (hits.find(({ id }) => relations.isTarget(id)) ?? hits[0])?.id ?? null;
  }
}

function boxesOf(run: HTMLElement): readonly DOMRect[] {
  return [...run.getClientRects()].filter((box) => box.width > 0);
}

function startOf(run: HTMLElement | undefined): number {
  return Number(run?.dataset['utf16']);
}

function colourOf(field: SchemaField, type: string): string {
  return relationType(field, type)?.colour ?? FALLBACK_COLOUR;
}

function arcElement(arc: Arc, colour: string, title: string): SVGGElement {
  const group = element('g', { class: styles.arc ?? '' });
  group.style.setProperty('--arc', colour);
  group.append(
    element('path', { d: arc.path, class: styles.reach ?? '' }),
    element('path', { d: arc.path, class: styles.line ?? '' }),
  );
  if (arc.head) group.append(element('path', { d: arc.head, class: styles.head ?? '' }));
  if (arc.title) {
    const text = element('text', { class: styles.title ?? '', x: arc.title.x, y: arc.title.y });
    text.textContent = title;
    group.append(text);
  }
  return group;
}

function element<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
