import type {
  Attributes,
  FieldValue,
  Geometry,
  LocatedValue,
  Region,
  RegionEntry,
  RelationEntry,
  StretchEntry,
} from './value';

/** How one type of located field is written. A new one (tracks) is one more entry in `LOCATED`. */
interface LocatedField {
  read(value: FieldValue): readonly RegionEntry[] | undefined;
  write(regions: readonly Region[]): LocatedValue;
}

export interface SpanGeometry extends Geometry {
  readonly type: 'span';
  /** Unicode code points over the item's text, end exclusive. */
  readonly start: number;
  readonly end: number;
}

export function isSpan(geometry: Geometry): geometry is SpanGeometry {
  return geometry.type === 'span';
}

export interface SegmentGeometry extends Geometry {
  readonly type: 'segment';
  /** Seconds from the start of the media. */
  readonly start: number;
  readonly end: number;
}

export function isSegment(geometry: Geometry): geometry is SegmentGeometry {
  return geometry.type === 'segment';
}

/** What lies from a start to an end. */
export function isStretch(geometry: Geometry): geometry is SpanGeometry | SegmentGeometry {
  return isSpan(geometry) || isSegment(geometry);
}

const regions: LocatedField = {
  read: (value) => ('regions' in value ? value.regions : undefined),
  write: (list) => ({
    regions: list.map(({ id, label, geometry, attributes, group }) => ({
      id,
      label,
      geometry,
      attributes,
      ...(group === undefined ? {} : { group }),
    })),
  }),
};

function placed(
  type: string,
  entries: readonly StretchEntry[] | undefined,
): readonly RegionEntry[] | undefined {
  return entries?.map(({ id, label, start, end, attributes }) => {
    const geometry = { type, start, end };
    return { id, label, geometry, attributes };
  });
}

function entriesOf(list: readonly Region[]): readonly StretchEntry[] {
  return list.flatMap(({ id, label, geometry, attributes }) =>
    isStretch(geometry)
      ? [{ id, label, start: geometry.start, end: geometry.end, attributes }]
      : [],
  );
}

const spans: LocatedField = {
  read: (value) => placed('span', 'spans' in value ? value.spans : undefined),
  write: (list) => ({ spans: entriesOf(list) }),
};

const segments: LocatedField = {
  read: (value) => placed('segment', 'segments' in value ? value.segments : undefined),
  write: (list) => ({ segments: entriesOf(list) }),
};

const LOCATED: Readonly<Record<string, LocatedField>> = { regions, spans, segments };
const NO_ATTRIBUTES: Attributes = {};

export function isLocatedType(type: string): boolean {
  return Object.hasOwn(LOCATED, type);
}

/** The regions of one field's value, or undefined when the value is not located (or is of a type this editor doesn't know). */
export function readLocated(field: string, value: FieldValue): readonly Region[] | undefined {
  for (const kind of Object.values(LOCATED)) {
    const entries = kind.read(value);
    if (entries) {
      return entries.map((entry) => ({
        ...entry,
        field,
        attributes: entry.attributes ?? NO_ATTRIBUTES,
      }));
    }
  }
  return undefined;
}

/** The relations between the spans or regions of one field's value. */
export function readRelations(value: FieldValue): readonly RelationEntry[] {
  return ('spans' in value || 'regions' in value ? value.relations : undefined) ?? [];
}

/**
 * The value of a located field. A relation whose end is gone is not written, but stays in the document: undoing the deletion
 * brings both back.
 */
export function writeLocated(
  type: string,
  list: readonly Region[],
  relations: readonly RelationEntry[] = [],
): LocatedValue {
  const value = (LOCATED[type] ?? regions).write(list);
  const ids = new Set(list.map(({ id }) => id));
  const kept = relations.filter(({ from, to }) => ids.has(from) && ids.has(to));
  return kept.length ? { ...value, relations: kept } : value;
}
