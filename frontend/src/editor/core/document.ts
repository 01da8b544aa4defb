import type { Answered, ChangeSet, Origin, Placed, Related, Updated } from './change-set';
import { reordered } from './order';
import { isLocatedType, readLocated, readRelations, writeLocated } from './located';
import type { EditorSchema } from './schema';
import type { AnnotationValue, FieldValue, Region, RelationEntry } from './value';

/** One annotation value, immutable. Regions that did not change are the same objects in the next document. */
export interface AnnotationDocument {
  readonly regions: readonly Region[];
  /** Place of each region by id; shared between documents as long as no region comes or goes. */
  readonly places: ReadonlyMap<string, number>;
  /** Answers by field. A located field stands here only when it was answered with "nothing": an empty list. */
  readonly answers: Readonly<Record<string, FieldValue>>;
  /** Relations by field, those of deleted spans too: `toValue` leaves them out. */
  readonly relations: Readonly<Record<string, readonly RelationEntry[]>>;
}

export const EMPTY_DOCUMENT: AnnotationDocument = {
  regions: [],
  places: new Map(),
  answers: {},
  relations: {},
};

function placesOf(regions: readonly Region[]): ReadonlyMap<string, number> {
  return new Map(regions.map((region, at) => [region.id, at]));
}

export function regionById(document: AnnotationDocument, id: string): Region | undefined {
  const at = document.places.get(id);
  return at === undefined ? undefined : document.regions[at];
}

/** The document that says what `value` says. Fields the editor does not know are kept as they are: nothing is lost by opening. */
export function fromValue(value: AnnotationValue): AnnotationDocument {
  const regions: Region[] = [];
  const answers: Record<string, FieldValue> = {};
  const relations: Record<string, readonly RelationEntry[]> = {};
  for (const [field, fieldValue] of Object.entries(value)) {
    const located = readLocated(field, fieldValue);
    if (located?.length) regions.push(...located);
    else answers[field] = fieldValue;
    const related = readRelations(fieldValue);
    if (related.length) relations[field] = related;
  }
  return { regions, places: placesOf(regions), answers, relations };
}

/** Whether a person says it, and not only a model. */
export function isSaid(region: Region): boolean {
  return region.predicted === undefined;
}

/** The document with what a model says about the same item; what is there under the same id stays as it is. */
export function withPredicted(
  document: AnnotationDocument,
  predicted: readonly Region[],
): AnnotationDocument {
  const more = predicted.filter(({ id }) => !document.places.has(id));
  if (!more.length) return document;
  const regions = [...document.regions, ...more];
  return { ...document, regions, places: placesOf(regions) };
}

function groupByField(regions: readonly Region[]): ReadonlyMap<string, Region[]> {
  const groups = new Map<string, Region[]>();
  for (const region of regions) {
    const group = groups.get(region.field);
    if (group) group.push(region);
    else groups.set(region.field, [region]);
  }
  return groups;
}

/** What `document` says, keyed by field in the schema's order. */
export function toValue(document: AnnotationDocument, schema: EditorSchema): AnnotationValue {
  const byField = groupByField(document.regions.filter(isSaid));
  const keys = new Set([
    ...schema.fields.map((field) => field.key),
    ...Object.keys(document.answers),
    ...byField.keys(),
  ]);
  const value: Record<string, FieldValue> = {};
  for (const key of keys) {
    const regions = byField.get(key);
    const answer = document.answers[key];
    if (regions)
      value[key] = writeLocated(
        schema.field(key)?.type ?? 'regions',
        regions,
        document.relations[key],
      );
    else if (answer !== undefined) value[key] = answer;
  }
  return value;
}

/** "There is none here", said on purpose: differs from not having looked. */
export function nothingHere(type: string): FieldValue | undefined {
  return isLocatedType(type) ? writeLocated(type, []) : undefined;
}

/**
 * The document after `change`. What no longer applies is skipped (an update of a region that somebody else deleted), so that
 * undo stays usable after remote changes instead of failing.
 */
export function applyChange(document: AnnotationDocument, change: ChangeSet): AnnotationDocument {
  const answers = change.answered.length
    ? applyEntries(document.answers, change.answered)
    : document.answers;
  const relations = change.related.length
    ? applyEntries(document.relations, change.related)
    : document.relations;
  if (!change.created.length && !change.deleted.length) {
    if (!change.updated.length) return { ...document, answers, relations };
    return {
      regions: applyUpdates(document.regions, document.places, change.updated),
      places: document.places,
      answers,
      relations,
    };
  }
  const gone = new Set(change.deleted.map((placed) => placed.region.id));
  const updated = applyUpdates(document.regions, document.places, change.updated);
  const kept = gone.size ? updated.filter((region) => !gone.has(region.id)) : updated;
  const present = new Set(change.created.length ? kept.map((region) => region.id) : []);
  const regions = insertAll(
    kept,
    change.created.filter((placed) => !present.has(placed.region.id)),
  );
  return { regions, places: placesOf(regions), answers, relations };
}

function applyUpdates(
  regions: readonly Region[],
  places: ReadonlyMap<string, number>,
  updated: readonly Updated[],
): readonly Region[] {
  if (!updated.length) return regions;
  const next = regions.slice();
  for (const update of updated) {
    const at = places.get(update.new.id);
    if (at !== undefined) next[at] = update.new;
  }
  return next;
}

/** One merge pass, not a splice each: restoring 5,000 deleted regions must not be quadratic. */
function insertAll(regions: readonly Region[], created: readonly Placed[]): readonly Region[] {
  if (!created.length) return regions;
  const next: Region[] = [];
  let from = 0;
  for (const { region, at } of created) {
    while (next.length < at && from < regions.length) next.push(regions[from++] as Region); // in range by the loop's condition
    next.push(region);
  }
  while (from < regions.length) next.push(regions[from++] as Region); // as above
  return next;
}

function applyEntries<T>(
  entries: Readonly<Record<string, T>>,
  changes: readonly { readonly field: string; readonly new: T | undefined }[],
): Readonly<Record<string, T>> {
  const next: Record<string, T> = { ...entries };
  for (const change of changes) {
    if (change.new === undefined) delete next[change.field];
    else next[change.field] = change.new;
  }
  return next;
}

/** What leads from `before` to `after`. Squashes a whole gesture, however many moves it had, into one undo step. */
export function difference(
  before: AnnotationDocument,
  after: AnnotationDocument,
  origin: Origin,
): ChangeSet {
  const created: Placed[] = [];
  const updated: Updated[] = [];
  const deleted: Placed[] = [];
  if (before.regions !== after.regions) {
    // One that only stands elsewhere in the order is taken out and put in again there.
    const moved = reordered(
      before.places,
      after.regions.map(({ id }) => id),
    );
    after.regions.forEach((region, at) => {
      const old = regionById(before, region.id);
      if (!old || moved.has(region.id)) created.push({ region, at });
      else if (old !== region) updated.push({ old, new: region });
    });
    before.regions.forEach((region, at) => {
      if (!after.places.has(region.id) || moved.has(region.id)) deleted.push({ region, at });
    });
  }
  return {
    origin,
    created,
    updated,
    deleted,
    answered: entryDifference<FieldValue>(before.answers, after.answers) satisfies Answered[],
    related: entryDifference(before.relations, after.relations) satisfies Related[],
  };
}

function entryDifference<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): { field: string; old: T | undefined; new: T | undefined }[] {
  if (before === after) return [];
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields]
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, old: before[field], new: after[field] }));
}
