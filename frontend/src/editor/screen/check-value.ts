import {
  isPlainObject,
  nodeOf,
  type SchemaAttribute,
  type SchemaDocument,
  type SchemaField,
  type SchemaLabel,
} from '@/lib/schema-document';
import { isSegment, isSpan, isStretch, readLocated, readRelations } from '../core/located';
import { relationFaults } from '../core/relation-rules';
import type { AnnotationValue, AttributeValue, FieldValue, Region } from '../core/value';
import { isKeypointsGeometry } from '../shapes/keypoints';
import { isEmptyMask, isMaskGeometry } from '../shapes/mask';
import { shapeOf } from '../shapes/registry';

export type FaultKind =
  | 'required'
  | 'too-few'
  | 'too-many'
  | 'too-long'
  | 'one-line'
  | 'too-small'
  | 'too-large'
  | 'not-an-option'
  | 'not-a-label'
  | 'outside'
  | 'overlap'
  | 'crossed'
  | 'not-a-leaf'
  | 'empty'
  | 'skeleton'
  | 'no-point'
  | 'no-pixel'
  | 'relation';

/** One thing that keeps work from being submitted, and where to go to mend it. */
export interface ValueFault {
  readonly kind: FaultKind;
  readonly field: string;
  readonly region?: string;
  readonly relation?: string;
  readonly attribute?: string;
  /** The bound that is not kept. */
  readonly limit?: number;
}

/** What checking needs to know of the item: pixels of the upright image, code points of the text, seconds. */
export interface ItemBounds {
  readonly width?: number | null;
  readonly height?: number | null;
  readonly textLength?: number | null;
  readonly duration?: number | null;
}

/** As on the server: browsers clamp and importers round. */
const TOLERANCE = 0.5;
const TOLERANCE_SECONDS = 0.05;

/** Everything that the server would say is wrong with `value` as finished work, in the order of the schema. */
export function checkValue(
  schema: SchemaDocument,
  value: AnnotationValue,
  item: ItemBounds,
): ValueFault[] {
  return schema.fields.flatMap((field) => {
    const answer = value[field.key];
    const faults = answer ? answerFaults(field, answer, item) : [];
    if (field.required && !isAnswered(answer))
      faults.unshift({ kind: 'required', field: field.key });
    return faults;
  });
}

/** The faults of one region's attributes; the list marks those that need somebody. */
export function regionFaults(label: SchemaLabel | undefined, region: Region): ValueFault[] {
  const where = { field: region.field, region: region.id };
  if (!label) return [{ kind: 'not-a-label', ...where }];
  return (label.attributes ?? []).flatMap((attribute) => {
    const kind = attributeFault(attribute, region.attributes[attribute.key]);
    return kind ? [{ ...kind, ...where, attribute: attribute.key }] : [];
  });
}

function isAnswered(answer: FieldValue | undefined): boolean {
  if (!answer) return false;
  if ('text' in answer) return answer.text.trim() !== '';
  if ('choices' in answer) return answer.choices.length > 0;
  if ('regions' in answer) return answer.regions.length > 0;
  if ('spans' in answer) return answer.spans.length > 0;
  if ('segments' in answer) return answer.segments.length > 0;
  return true;
}

type Loose = Omit<ValueFault, 'field'>;

function answerFaults(field: SchemaField, answer: FieldValue, item: ItemBounds): ValueFault[] {
  const regions = readLocated(field.key, answer);
  const faults: Loose[] = regions
    ? [...locatedFaults(field, regions, item), ...arrowFaults(field, regions, answer)]
    : isPlainObject(answer)
      ? wholeFaults(field, answer as FieldValue) // not located, so one of the answers
      : [];
  return faults.map((fault) => ({ ...fault, field: field.key }));
}

function wholeFaults(field: SchemaField, answer: FieldValue): Loose[] {
  if ('choice' in answer) return isOption(field, answer.choice) ? [] : [{ kind: 'not-an-option' }];
  if ('taxonomy' in answer) return nodeFaults(field, answer.taxonomy);
  if ('choices' in answer) return choicesFaults(field, answer.choices);
  if ('text' in answer) return textFaults(field, answer.text);
  if ('number' in answer) return boundFaults(answer.number, field);
  if ('rating' in answer)
    return boundFaults(answer.rating, { minimum: 1, maximum: field.maximum ?? 5 });
  return [];
}

function nodeFaults(field: SchemaField, key: string): Loose[] {
  const node = nodeOf(field, key);
  if (!node) return [{ kind: 'not-an-option' }];
  return field.leaves_only && node.children?.length ? [{ kind: 'not-a-leaf' }] : [];
}

function isOption(field: SchemaField, key: string): boolean {
  return (field.options ?? []).some((option) => option.key === key);
}

function choicesFaults(field: SchemaField, chosen: readonly string[]): Loose[] {
  const faults: Loose[] = chosen.every((key) => isOption(field, key))
    ? []
    : [{ kind: 'not-an-option' }];
  const { min_selected: min, max_selected: max } = field;
  if (max !== undefined && chosen.length > max) faults.push({ kind: 'too-many', limit: max });
  if (min !== undefined && chosen.length > 0 && chosen.length < min)
    faults.push({ kind: 'too-few', limit: min });
  return faults;
}

function textFaults(field: SchemaField, text: string): Loose[] {
  const faults: Loose[] = [];
  if (field.max_length !== undefined && [...text].length > field.max_length)
    faults.push({ kind: 'too-long', limit: field.max_length });
  if (!field.multiline && /[\r\n]/.test(text)) faults.push({ kind: 'one-line' });
  return faults;
}

function boundFaults(
  value: number,
  { minimum, maximum }: { readonly minimum?: number; readonly maximum?: number },
): Loose[] {
  if (minimum !== undefined && value < minimum) return [{ kind: 'too-small', limit: minimum }];
  if (maximum !== undefined && value > maximum) return [{ kind: 'too-large', limit: maximum }];
  return [];
}

function attributeFault(
  attribute: SchemaAttribute,
  value: AttributeValue | undefined,
): Loose | null {
  const isEmpty =
    value === undefined ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0);
  if (isEmpty) return attribute.required ? { kind: 'required' } : null;
  if (typeof value === 'number') return boundFaults(value, attribute)[0] ?? null;
  const keys = new Set((attribute.options ?? []).map((option) => option.key));
  const chosen = attribute.type === 'choice' || attribute.type === 'choices' ? [value].flat() : [];
  return chosen.every((key) => keys.has(String(key))) ? null : { kind: 'not-an-option' };
}

function locatedFaults(field: SchemaField, regions: readonly Region[], item: ItemBounds): Loose[] {
  const labels = new Map((field.labels ?? []).map((label) => [label.key, label]));
  const faults: Loose[] = regions.flatMap((region): Loose[] => [
    ...regionFaults(labels.get(region.label), region),
    ...(isOutside(region, item) ? [{ kind: 'outside' as const, region: region.id }] : []),
    ...(shapeOf(region.geometry)?.isCrossed?.(region.geometry)
      ? [{ kind: 'crossed' as const, region: region.id }]
      : []),
    ...(isStretch(region.geometry) && region.geometry.start >= region.geometry.end
      ? [{ kind: 'empty' as const, region: region.id }]
      : []),
    ...drawnFaults(labels.get(region.label), region),
  ]);
  const isApart = (field.type === 'spans' || field.type === 'segments') && !field.overlap;
  return isApart ? [...faults, ...overlapFaults(regions)] : faults;
}

function arrowFaults(field: SchemaField, spans: readonly Region[], answer: FieldValue): Loose[] {
  return relationFaults(field, spans, readRelations(answer)).map(({ relation }) => ({
    kind: 'relation',
    relation: relation.id,
  }));
}

function drawnFaults(label: SchemaLabel | undefined, { id, geometry }: Region): Loose[] {
  if (isKeypointsGeometry(geometry)) {
    const wanted = label?.skeleton?.points.length;
    const { keypoints } = geometry;
    if (wanted !== undefined && wanted !== keypoints.length)
      return [{ kind: 'skeleton', region: id, limit: wanted }];
    return keypoints.some((point) => point[2] > 0) ? [] : [{ kind: 'no-point', region: id }];
  }
  return isMaskGeometry(geometry) && isEmptyMask(geometry)
    ? [{ kind: 'no-pixel', region: id }]
    : [];
}

function isOutside(
  { geometry }: Region,
  { width, height, textLength, duration }: ItemBounds,
): boolean {
  if (isMaskGeometry(geometry))
    return Boolean(width && height) && (geometry.size[0] !== height || geometry.size[1] !== width);
  if (isSpan(geometry))
    return textLength !== undefined && textLength !== null && geometry.end > textLength;
  if (isSegment(geometry))
    return Boolean(duration) && geometry.end > (duration ?? 0) + TOLERANCE_SECONDS;
  const shape = shapeOf(geometry);
  const bounds = shape?.anchor?.(geometry) ?? shape?.bounds(geometry);
  if (!bounds || !width || !height) return false;
  return (
    bounds.minX < -TOLERANCE ||
    bounds.minY < -TOLERANCE ||
    bounds.maxX > width + TOLERANCE ||
    bounds.maxY > height + TOLERANCE
  );
}

function overlapFaults(regions: readonly Region[]): Loose[] {
  const spans = regions
    .flatMap(({ id, geometry }) =>
      isStretch(geometry) ? [{ id, start: geometry.start, end: geometry.end }] : [],
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let furthest = -1;
  return spans.flatMap((span): Loose[] => {
    const isOverlapping = span.start < furthest;
    furthest = Math.max(furthest, span.end);
    return isOverlapping ? [{ kind: 'overlap', region: span.id }] : [];
  });
}
