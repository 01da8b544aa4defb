import type { Feedback } from '@/api/types';
import { readLocated, writeLocated } from '@/editor/core/located';
import type { AnnotationValue, Region } from '@/editor/core/value';
import type { SchemaDocument, SchemaLabel } from '@/lib/schema-document';

export type Found = Feedback['units'][number]['found'];

/** One region or span that there was to see. */
export interface DrawnUnit {
  /** Of the region that it is drawn as. */
  readonly id: string;
  readonly found: Found;
  readonly field: string;
  readonly label: string;
  /** With `wrong`: what the person said it is. */
  readonly said: string | null;
}

/** An answer about the whole item. */
export interface AnsweredUnit {
  readonly field: string;
  readonly found: Found;
}

export interface DrawnFeedback {
  /** Both answers in one, under a schema in which a label says how a part was answered. */
  readonly schema: SchemaDocument;
  readonly value: AnnotationValue;
  readonly units: readonly DrawnUnit[];
  readonly answers: readonly AnsweredUnit[];
}

export const FOUND_COLOURS: Readonly<Record<Found, string>> = {
  correct: '#55ccaa',
  wrong: '#ffbb00',
  missed: '#22ddff',
  extra: '#ff2299',
};

/** What was right, wrong, missed and too much, on one item. `title` names a unit there. */
export function drawFeedback(
  told: Feedback,
  schema: SchemaDocument,
  title: (unit: DrawnUnit) => string,
): DrawnFeedback {
  const own = partsOf(told.own as AnnotationValue); // the server checked its shape
  const gold = partsOf((told.gold ?? {}) as AnnotationValue);
  const regions = new Map<string, Region[]>();
  const labels = new Map<string, SchemaLabel[]>();
  const units: DrawnUnit[] = [];
  const answers: AnsweredUnit[] = [];
  told.units.forEach((unit, index) => {
    const { field, found } = unit;
    const mine = unit.own === null ? undefined : own.get(`${field} ${unit.own}`);
    const theirs = unit.gold === null ? undefined : gold.get(`${field} ${unit.gold}`);
    const region = mine ?? theirs;
    if (!region) return answers.push({ field, found });
    const id = `u${index}`;
    const said = found === 'wrong' ? (mine?.label ?? null) : null;
    const drawn: DrawnUnit = { id, found, field, label: unit.label, said };
    units.push(drawn);
    const known = schema.fields.find(({ key }) => key === field)?.labels;
    const like = known?.find(({ key }) => key === region.label);
    push(labels, field, {
      key: id,
      name: title(drawn),
      colour: FOUND_COLOURS[found],
      ...(like?.geometry !== undefined && { geometry: like.geometry }),
      ...(like?.skeleton !== undefined && { skeleton: like.skeleton }),
    });
    push(regions, field, { ...region, id, label: id, attributes: {} });
  });
  const fields = schema.fields
    .filter(({ key }) => labels.has(key))
    .map(({ key, type }) => ({ key, type, overlap: true, labels: labels.get(key) ?? [] }));
  const value = Object.fromEntries(
    fields.map(({ key, type }) => [key, writeLocated(type, regions.get(key) ?? [])]),
  );
  return { schema: { input: schema.input, fields }, value, units, answers };
}

function partsOf(value: AnnotationValue): Map<string, Region> {
  const found = new Map<string, Region>();
  for (const [field, answer] of Object.entries(value)) {
    for (const region of readLocated(field, answer) ?? [])
      found.set(`${field} ${region.id}`, region);
  }
  return found;
}

function push<Value>(into: Map<string, Value[]>, key: string, value: Value): void {
  into.set(key, [...(into.get(key) ?? []), value]);
}
