import { relationType } from '../core/relation-rules';
import { screenPoint, type ImagePoint, type ScreenPoint } from '../core/points';
import { FALLBACK_COLOUR, type SchemaField } from '../core/schema';
import { isHidden } from '../core/state';
import type { Viewport } from '../core/viewport';
import type { ImageEditor } from '../image-editor';
import type { PlacedRelation, RelationEditor } from '../relations/relation-editor';
import { arrowBetween, distanceTo, type Arrow } from '../relations/arrow-shape';
import { paintArrow, paintEnd, paintKnob } from '../render/arrow-painter';
import { shapeOf } from '../shapes/registry';
import { CLICK_SLOP } from '../tools/input';

/** CSS pixels between an arrow and a press that means it. */
const REACH = 6;
const KNOB_REACH = 12;
/** How far the knob stands off the corner of its region. */
const KNOB_ROOM = 12;
/** With more arrows in sight only those that stand out have their kind beside them. */
const FEW = 12;

export interface RelationArrowsOptions {
  readonly root: HTMLElement;
  readonly image: ImageEditor;
  readonly relations: RelationEditor;
  readonly title: (field: SchemaField, type: string) => string;
}

/** The relations between regions as arrows on the image, and what the pointer does with them. */
export class RelationArrows {
  readonly #options: RelationArrowsOptions;
  readonly #stops: (() => void)[];
  /** Where the pointer is while it leads a new arrow. */
  #pointer: ScreenPoint | null = null;

  constructor(options: RelationArrowsOptions) {
    this.#options = options;
    const { image, relations } = options;
    image.overlay.setMarks((context, viewport) => this.#paint(context, viewport));
    this.#stops = [relations.subscribe(() => image.overlay.show({})), this.#bindPointer()];
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#options.image.overlay.setMarks(null);
  }

  // Where they are

  #shown(): readonly PlacedRelation[] {
    const { relations, image } = this.#options;
    const state = image.editor.getState();
    const isAway = state.others === 'hide' && state.selection.length > 0;
    return relations
      .all()
      .filter(
        ({ from, to }) =>
          !isHidden(state, from) &&
          !isHidden(state, to) &&
          (!isAway || state.selection.includes(from.id) || state.selection.includes(to.id)),
      );
  }

  #arrow({ from, to }: Pick<PlacedRelation, 'from' | 'to'>): Arrow | null {
    const [source, target] = [from, to].map(
      ({ geometry }) => shapeOf(geometry)?.bounds(geometry) ?? null,
    );
    return source && target ? arrowBetween(source, target, this.#options.image.viewport) : null;
  }

  /** The knob beside the one selected region that an arrow may leave from. */
  #knob(): ScreenPoint | null {
    const { image, relations } = this.#options;
    const { draft } = relations.getState();
    const [region] = image.editor.selectedRegions;
    if (!region || image.editor.getState().tool !== 'select') return null;
    if (draft?.from.id !== region.id && !relations.canBegin) return null;
    const box = image.screenBounds(region.id);
    return box && screenPoint(box.at.x + box.width + KNOB_ROOM, box.at.y - KNOB_ROOM);
  }

  // Painting

  #paint(context: CanvasRenderingContext2D, viewport: Viewport): void {
    const { relations, image, title } = this.#options;
    const { draft, selected } = relations.getState();
    const { selection } = image.editor.getState();
    const shown = this.#shown().flatMap((each) => {
      const arrow = this.#arrow(each);
      return arrow && arrow.isInSight ? [{ each, arrow }] : [];
    });
    const isOn = ({ relation, from, to }: PlacedRelation) =>
      relation.id === selected || selection.includes(from.id) || selection.includes(to.id);
    // What stands out is painted last, over the others.
    shown.sort((a, b) => Number(isOn(a.each)) - Number(isOn(b.each)));
    const isQuiet = shown.length > FEW || shown.some(({ each }) => isOn(each));
    for (const { each, arrow } of shown) {
      const isStrong = isOn(each);
      paintArrow(context, arrow, {
        colour: colourOf(each.field, each.relation.type),
        isStrong: each.relation.id === selected,
        isFaint: isQuiet && !isStrong,
        isFaulty: relations.fault(each) !== null,
        title: isStrong || !isQuiet ? title(each.field, each.relation.type) : '',
        pixelRatio: viewport.pixelRatio,
      });
    }
    if (draft) {
      const colour = draft.type === null ? FALLBACK_COLOUR : colourOf(draft.field, draft.type);
      if (draft.to) {
        const box = image.screenBounds(draft.to.id);
        if (box) paintEnd(context, box, relations.isTarget(draft.to.id), viewport.pixelRatio);
      }
      const arrow = draft.to ? this.#arrow({ from: draft.from, to: draft.to }) : this.#led(draft.from.id);
      const style = { colour, isStrong: true, isFaint: false, isFaulty: false, title: '' };
      if (arrow) paintArrow(context, arrow, { ...style, pixelRatio: viewport.pixelRatio });
    }
    const knob = this.#knob();
    if (knob) paintKnob(context, knob, viewport.pixelRatio);
  }

  /** From the region to the pointer. */
  #led(id: string): Arrow | null {
    const { image } = this.#options;
    const geometry = image.editor.region(id)?.geometry;
    const bounds = geometry && shapeOf(geometry)?.bounds(geometry);
    if (!bounds || !this.#pointer) return null;
    const { x, y } = image.viewport.toImage(this.#pointer);
    return arrowBetween(bounds, { minX: x, maxX: x, minY: y, maxY: y }, image.viewport);
  }

  // The pointer

  #bindPointer(): () => void {
    const { root, image, relations } = this.#options;
    let start: ScreenPoint | null = null;
    const at = (event: PointerEvent) => {
      const rect = root.getBoundingClientRect();
      return screenPoint(event.clientX - rect.left, event.clientY - rect.top);
    };
    const take = (event: PointerEvent) => {
      // Neither a selection nor a drawing begins here.
      event.preventDefault();
      event.stopImmediatePropagation();
      root.focus({ preventScroll: true });
    };

    const handleDown = (event: PointerEvent) => {
      if (event.button !== 0) return;
      const point = at(event);
      const { draft } = relations.getState();
      const knob = this.#knob();
      if (knob && Math.hypot(knob.x - point.x, knob.y - point.y) <= KNOB_REACH) {
        take(event);
        if (!draft) relations.begin();
        start = point;
        root.setPointerCapture(event.pointerId);
      } else if (draft) {
        take(event);
        const target = this.#targetAt(image.viewport.toImage(point));
        if (target === null) return relations.cancel();
        relations.aim(target);
        this.#finish();
      } else if (image.editor.getState().tool === 'select') {
        const hit = this.#relationAt(point);
        if (hit === null) return;
        take(event);
        relations.select(hit);
      }
    };
    const handleMove = (event: PointerEvent) => {
      if (!start) return;
      event.stopImmediatePropagation();
      this.#pointer = at(event);
      relations.aim(this.#targetAt(image.viewport.toImage(this.#pointer)));
      image.overlay.show({});
    };
    const handleUp = (event: PointerEvent) => {
      if (!start) return;
      event.stopImmediatePropagation();
      const point = at(event);
      const isDrag = Math.hypot(point.x - start.x, point.y - start.y) > CLICK_SLOP;
      start = null;
      this.#pointer = null;
      if (relations.getState().draft?.to) this.#finish();
      // A mere click leaves it under way: the next click says where it leads.
      else if (isDrag) relations.cancel();
      image.overlay.show({});
    };
    const handleCancel = () => {
      if (!start) return;
      start = null;
      this.#pointer = null;
      relations.cancel();
    };

    root.addEventListener('pointerdown', handleDown, true);
    root.addEventListener('pointermove', handleMove, true);
    root.addEventListener('pointerup', handleUp, true);
    root.addEventListener('pointercancel', handleCancel, true);
    return () => {
      root.removeEventListener('pointerdown', handleDown, true);
      root.removeEventListener('pointermove', handleMove, true);
      root.removeEventListener('pointerup', handleUp, true);
      root.removeEventListener('pointercancel', handleCancel, true);
    };
  }

  /** With one kind that fits there is nothing to choose; else the bar asks. */
  #finish(): void {
    const { relations } = this.#options;
    const fitting = relations.choices().filter(({ refusal }) => refusal === null);
    if (fitting.length === 1) relations.commit();
  }

  #relationAt(point: ScreenPoint): string | null {
    const hits = this.#shown().flatMap((each) => {
      const arrow = this.#arrow(each);
      const far = arrow ? distanceTo(arrow, point) : Infinity;
      return far <= REACH ? [{ id: each.relation.id, far }] : [];
    });
    return hits.sort((a, b) => a.far - b.far)[0]?.id ?? null;
  }

  /** The region under the pointer, one that may be led to before others. */
  #targetAt(point: ImagePoint): string | null {
    const { image, relations } = this.#options;
    const { draft } = relations.getState();
    if (!draft) return null;
    const hits = image.index
      .hitAll(point, image.viewport.toImageLength(REACH))
      .filter(({ id, field }) => id !== draft.from.id && field === draft.field.key);
    return (hits.find(({ id }) => relations.isTarget(id)) ?? hits[0])?.id ?? null;
  }
}

function colourOf(field: SchemaField, type: string): string {
  return relationType(field, type)?.colour ?? FALLBACK_COLOUR;
}
