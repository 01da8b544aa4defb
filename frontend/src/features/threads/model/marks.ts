import type { components } from '@/api/schema';
import type { AnnotationValue, RegionEntry } from '@/editor/core/value';
import type { SchemaDocument } from '@/lib/schema-document';

export type Mark = components['schemas']['MarkIn'];

/** No field of a schema is called so: keys have no capitals. */
export const MARKS = 'Marks';
const COLOUR = '#ff2299';

/** The schema with the marks of a message as a field of its own, so that they are drawn and edited like regions. */
export function withMarksField(
  schema: SchemaDocument,
  words: { box: string; point: string },
  locale: string,
): SchemaDocument {
  const label = (key: 'box' | 'point') => ({
    key,
    name: key,
    titles: { [locale]: words[key] },
    colour: COLOUR,
    geometry: key,
  });
  const field = { key: MARKS, type: 'regions', labels: [label('box'), label('point')] };
  return { ...schema, fields: [...schema.fields, field] };
}

/** The value with the marks as regions of that field. */
export function withMarks(value: AnnotationValue | null, marks: readonly Mark[]): AnnotationValue {
  return { ...value, [MARKS]: { regions: marks.flatMap(entry) } };
}

function entry({ type, at }: Mark, index: number): RegionEntry[] {
  const shared = { id: `${MARKS}-${index}`, attributes: {} };
  if (type === 'box') return [{ ...shared, label: 'box', geometry: { type, box: at } as never }]; // as the shape stores it
  return [{ ...shared, label: 'point', geometry: { type, point: at } as never }];
}

/** The marks that are drawn in a value. */
export function marksOf(value: AnnotationValue): Mark[] {
  const field = value[MARKS];
  if (!field || !('regions' in field)) return [];
  return field.regions.flatMap(({ geometry }): Mark[] => {
    if (geometry.type === 'box')
      return [{ type: 'box', at: (geometry as unknown as { box: number[] }).box }];
    if (geometry.type === 'point')
      return [{ type: 'point', at: (geometry as unknown as { point: number[] }).point }];
    return [];
  });
}
